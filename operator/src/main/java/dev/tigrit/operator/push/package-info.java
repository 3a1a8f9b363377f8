/** The fast path: every replica of the Secrets service is sent the bundle until it acknowledges it. */
@NullMarked
package dev.tigrit.operator.push;

import org.jspecify.annotations.NullMarked;
