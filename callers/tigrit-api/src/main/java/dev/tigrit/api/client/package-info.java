/** Whose a token is: the calls to Auth, which knows JWTs, and to Sessions, which knows session tokens. */
@NullMarked
package dev.tigrit.api.client;

import org.jspecify.annotations.NullMarked;
