/** The one call to Auth: whose a JWT is. */
@NullMarked
package dev.tigrit.api.client.auth;

import org.jspecify.annotations.NullMarked;
