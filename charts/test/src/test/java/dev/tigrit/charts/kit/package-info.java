/** Renders a chart and reads what comes out. */
@NullMarked
package dev.tigrit.charts.kit;

import org.jspecify.annotations.NullMarked;
