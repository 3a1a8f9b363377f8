/** POST /v1/verify. */
@NullMarked
package dev.tigrit.auth.verify;

import org.jspecify.annotations.NullMarked;
