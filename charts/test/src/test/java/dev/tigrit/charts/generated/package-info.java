/** Schemas and READMEs of the charts, made of the commented values. */
@NullMarked
package dev.tigrit.charts.generated;

import org.jspecify.annotations.NullMarked;
