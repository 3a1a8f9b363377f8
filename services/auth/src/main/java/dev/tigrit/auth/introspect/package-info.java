/** POST /v1/introspect (RFC 7662). */
@NullMarked
package dev.tigrit.auth.introspect;

import org.jspecify.annotations.NullMarked;
