/** What the charts render, by Helm's own engine. */
@NullMarked
package dev.tigrit.charts;

import org.jspecify.annotations.NullMarked;
