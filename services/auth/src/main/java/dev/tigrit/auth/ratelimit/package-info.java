/** A limit on failed credentials for each address. */
@NullMarked
package dev.tigrit.auth.ratelimit;

import org.jspecify.annotations.NullMarked;
