/** /v1/forward-auth: the question that gateways ask before they let a request through. */
@NullMarked
package dev.tigrit.sessions.forwardauth;

import org.jspecify.annotations.NullMarked;
