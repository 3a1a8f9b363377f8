/** Signed tokens and the public keys that they are verified with (RFC 7515, 7517, 7518): form and arithmetic, no claims. */
@NullMarked
package dev.tigrit.starter.jose;

import org.jspecify.annotations.NullMarked;
