/** All secrets at one revision: what an entry is, and how it is written. */
@NullMarked
package dev.tigrit.operator.bundle;

import org.jspecify.annotations.NullMarked;
