/** The platform on a real cluster, from nothing to nothing; each class below is a chapter and can be run alone. */
@NullMarked
package dev.tigrit.e2e;

import org.jspecify.annotations.NullMarked;
