/** Decides whether a token stands for a live session. */
@NullMarked
package dev.tigrit.sessions.verify;

import org.jspecify.annotations.NullMarked;
