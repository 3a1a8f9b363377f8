/** POST /v1/verify: which credential it is, and who checks it. */
@NullMarked
package dev.tigrit.auth.verify;

import org.jspecify.annotations.NullMarked;
