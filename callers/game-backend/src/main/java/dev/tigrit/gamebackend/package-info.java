/** The Game backend: the game's users, their sign-in from Telegram, and the page on which they see it. */
@NullMarked
package dev.tigrit.gamebackend;

import org.jspecify.annotations.NullMarked;
