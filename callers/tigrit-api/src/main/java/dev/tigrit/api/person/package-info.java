/** Who is asking, by the bearer token of the request. */
@NullMarked
package dev.tigrit.api.person;

import org.jspecify.annotations.NullMarked;
