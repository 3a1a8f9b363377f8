/** The stream that tells callers at once that a session has ended. */
@NullMarked
package dev.tigrit.sessions.events;

import org.jspecify.annotations.NullMarked;
