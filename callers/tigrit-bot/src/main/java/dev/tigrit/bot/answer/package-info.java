/** What the bot says. */
@NullMarked
package dev.tigrit.bot.answer;

import org.jspecify.annotations.NullMarked;
