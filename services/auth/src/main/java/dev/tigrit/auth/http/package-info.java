/** The API over HTTP: what reads a credential from a request, and what writes the answer or the problem. */
@NullMarked
package dev.tigrit.auth.http;

import org.jspecify.annotations.NullMarked;
