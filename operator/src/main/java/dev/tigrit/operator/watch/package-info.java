/** Informers of everything the operator follows, and how it notices that a watch has stalled. */
@NullMarked
package dev.tigrit.operator.watch;

import org.jspecify.annotations.NullMarked;
