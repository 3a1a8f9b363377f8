/** {@code POST /v1/introspect} (RFC 7662). */
@NullMarked
package dev.tigrit.sessions.introspect;

import org.jspecify.annotations.NullMarked;
