/** The Bot API, as far as it is needed (core.telegram.org/bots/api). */
@NullMarked
package dev.tigrit.bot.client.telegram;

import org.jspecify.annotations.NullMarked;
