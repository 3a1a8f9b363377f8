/** Decides whether a token stands for a live session, and answers that over HTTP. */
@NullMarked
package dev.tigrit.sessions.verify;

import org.jspecify.annotations.NullMarked;
