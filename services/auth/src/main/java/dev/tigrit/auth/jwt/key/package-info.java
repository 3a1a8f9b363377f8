/** What signatures of tokens are verified with: a shared secret, or the public keys that an issuer publishes. */
@NullMarked
package dev.tigrit.auth.jwt.key;

import org.jspecify.annotations.NullMarked;
