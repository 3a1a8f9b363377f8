/** The result of a verification: an identity, or the reason of a refusal. */
@NullMarked
package dev.tigrit.auth.identity;

import org.jspecify.annotations.NullMarked;
