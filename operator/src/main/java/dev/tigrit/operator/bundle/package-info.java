/** All secrets at one revision: what an entry is, how it is written, and how it is stored so that one leader at a time can. */
@NullMarked
package dev.tigrit.operator.bundle;

import org.jspecify.annotations.NullMarked;
