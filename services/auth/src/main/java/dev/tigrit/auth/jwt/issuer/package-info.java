/** Issuers as they are configured, and what of it is refused. */
@NullMarked
package dev.tigrit.auth.jwt.issuer;

import org.jspecify.annotations.NullMarked;
