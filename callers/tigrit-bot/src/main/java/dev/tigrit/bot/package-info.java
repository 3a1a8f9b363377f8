/** The Tigrit bot: for each message the game's user, one row, and an answer. */
@NullMarked
package dev.tigrit.bot;

import org.jspecify.annotations.NullMarked;
