/** The load generator, a process of its own on its own core. */
@NullMarked
package dev.tigrit.bench.load;

import org.jspecify.annotations.NullMarked;
