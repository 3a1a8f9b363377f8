/** The four words on one thread: resolve, desire, apply, report. */
@NullMarked
package dev.tigrit.operator.loop;

import org.jspecify.annotations.NullMarked;
