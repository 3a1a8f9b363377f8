/** Which address a request came from, as far as the configured proxies can be believed. */
@NullMarked
package dev.tigrit.auth.origin;

import org.jspecify.annotations.NullMarked;
