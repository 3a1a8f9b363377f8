/** The keys of this service: what signs session tokens and what proves a caller. */
@NullMarked
package dev.tigrit.sessions.keys;

import org.jspecify.annotations.NullMarked;
