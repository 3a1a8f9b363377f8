/** What was measured, as JSON, Markdown and SVG. */
@NullMarked
package dev.tigrit.bench.result;

import org.jspecify.annotations.NullMarked;
