/** Tigrit API: a signed-in person's own interactions with the bot. */
@NullMarked
package dev.tigrit.api;

import org.jspecify.annotations.NullMarked;
