/** Redis, for the replay guard; the only place that knows its driver. */
@NullMarked
package dev.tigrit.auth.store;

import org.jspecify.annotations.NullMarked;
