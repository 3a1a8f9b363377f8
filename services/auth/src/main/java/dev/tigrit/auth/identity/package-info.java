/** What Auth answers: an identity, or the reason why there is none. */
@NullMarked
package dev.tigrit.auth.identity;

import org.jspecify.annotations.NullMarked;
