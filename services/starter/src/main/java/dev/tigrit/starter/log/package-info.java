/** Log output: a bounded queue in front of standard output, and one JSON object a line. */
@NullMarked
package dev.tigrit.starter.log;

import org.jspecify.annotations.NullMarked;
