/** What people and callers send: requests through the Ingress, credentials, sessions, load. */
@NullMarked
package dev.tigrit.e2e.kit.http;

import org.jspecify.annotations.NullMarked;
