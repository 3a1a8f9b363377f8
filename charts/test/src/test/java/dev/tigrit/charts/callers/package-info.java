/** The charts of the callers. */
@NullMarked
package dev.tigrit.charts.callers;

import org.jspecify.annotations.NullMarked;
