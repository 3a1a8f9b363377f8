/** Strict reading of the small JSON objects inside credentials. */
@NullMarked
package dev.tigrit.auth.json;

import org.jspecify.annotations.NullMarked;
