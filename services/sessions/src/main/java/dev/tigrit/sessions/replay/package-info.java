/** Idempotency-Key: a create that is sent again gets the answer of the first time. */
@NullMarked
package dev.tigrit.sessions.replay;

import org.jspecify.annotations.NullMarked;
