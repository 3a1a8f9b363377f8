/** The decision: which entries the bundle should have, from what is stored, what is asked for and what time it is; no I/O. */
@NullMarked
package dev.tigrit.operator.desire;

import org.jspecify.annotations.NullMarked;
