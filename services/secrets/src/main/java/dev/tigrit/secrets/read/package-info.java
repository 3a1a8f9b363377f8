/** The read calls: the decision, and its translation to HTTP. */
@NullMarked
package dev.tigrit.secrets.read;

import org.jspecify.annotations.NullMarked;
