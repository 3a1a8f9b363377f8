/** Redis or Valkey: one hash per user with a packed record per session. The only package that knows the driver. */
@NullMarked
package dev.tigrit.sessions.store;

import org.jspecify.annotations.NullMarked;
