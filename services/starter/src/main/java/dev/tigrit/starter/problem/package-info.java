/** Errors leave a service as RFC 9457 problem details with a stable code. */
@NullMarked
package dev.tigrit.starter.problem;

import org.jspecify.annotations.NullMarked;
