/** One update, from the person who wrote to the answer. */
@NullMarked
package dev.tigrit.bot.message;

import org.jspecify.annotations.NullMarked;
