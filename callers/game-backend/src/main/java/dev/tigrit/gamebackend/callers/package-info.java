/** The services that call the Game in their own name, and what each of them may do. */
@NullMarked
package dev.tigrit.gamebackend.callers;

import org.jspecify.annotations.NullMarked;
