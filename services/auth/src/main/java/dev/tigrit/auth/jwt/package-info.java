/** JSON Web Tokens of the configured issuers, checked by the rules of RFC 8725. */
@NullMarked
package dev.tigrit.auth.jwt;

import org.jspecify.annotations.NullMarked;
