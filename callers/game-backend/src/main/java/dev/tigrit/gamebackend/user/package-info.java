/** A person as the game knows it. */
@NullMarked
package dev.tigrit.gamebackend.user;

import org.jspecify.annotations.NullMarked;
