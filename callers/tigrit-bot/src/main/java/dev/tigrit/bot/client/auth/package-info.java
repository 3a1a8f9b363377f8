/** The one call to Auth: the game's user for the person who wrote. */
@NullMarked
package dev.tigrit.bot.client.auth;

import org.jspecify.annotations.NullMarked;
