/** What the store tells of sessions that have ended. */
@NullMarked
package dev.tigrit.sessions.store.feed;

import org.jspecify.annotations.NullMarked;
