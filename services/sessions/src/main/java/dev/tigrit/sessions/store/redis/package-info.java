/** The connection to Redis or Valkey: how it is made, how long it waits, how it repairs itself. */
@NullMarked
package dev.tigrit.sessions.store.redis;

import org.jspecify.annotations.NullMarked;
