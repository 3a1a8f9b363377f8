/** Informers of everything the operator follows, the objects they hold, and how stalled watches are found. */
@NullMarked
package dev.tigrit.operator.watch;

import org.jspecify.annotations.NullMarked;
