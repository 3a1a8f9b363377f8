/** Log output: a bounded queue in front of standard output, one JSON object a line, and the audit line with its keyed references. */
@NullMarked
package dev.tigrit.starter.log;

import org.jspecify.annotations.NullMarked;
