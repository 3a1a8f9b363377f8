/** Informers of everything the operator follows, and how it notices that one of them has gone deaf. */
@NullMarked
package dev.tigrit.operator.watch;

import org.jspecify.annotations.NullMarked;
