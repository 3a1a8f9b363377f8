/** The one call to Sessions: whose a session token is. */
@NullMarked
package dev.tigrit.api.client.sessions;

import org.jspecify.annotations.NullMarked;
