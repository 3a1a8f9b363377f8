/** Creating, extending and invalidating sessions over HTTP. */
@NullMarked
package dev.tigrit.sessions.session;

import org.jspecify.annotations.NullMarked;
