/** What the store keeps of a session, byte by byte, and under which names. */
@NullMarked
package dev.tigrit.sessions.store.record;

import org.jspecify.annotations.NullMarked;
