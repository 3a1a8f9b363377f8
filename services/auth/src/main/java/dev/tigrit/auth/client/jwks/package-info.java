/** The public keys that issuers of tokens publish: fetched in the background, never while a request waits. */
@NullMarked
package dev.tigrit.auth.client.jwks;

import org.jspecify.annotations.NullMarked;
