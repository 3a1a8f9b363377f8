/** From nothing to ready, from one release to the next and back, and what is left in the end. */
@NullMarked
package dev.tigrit.e2e.lifecycle;

import org.jspecify.annotations.NullMarked;
