/** Tells owners what became of their keys: status, conditions, Events. */
@NullMarked
package dev.tigrit.operator.status;

import org.jspecify.annotations.NullMarked;
