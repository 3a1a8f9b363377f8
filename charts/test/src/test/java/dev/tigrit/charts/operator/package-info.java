/** The chart of the operator: its permissions, its definition, the keys it makes. */
@NullMarked
package dev.tigrit.charts.operator;

import org.jspecify.annotations.NullMarked;
