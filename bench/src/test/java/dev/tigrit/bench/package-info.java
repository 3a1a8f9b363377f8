/** The comparison: what is measured, beside what, and what becomes of the figures. */
@NullMarked
package dev.tigrit.bench;

import org.jspecify.annotations.NullMarked;
