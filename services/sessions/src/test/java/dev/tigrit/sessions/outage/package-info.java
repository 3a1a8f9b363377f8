/** The catalogue of tests T1 to T23, where servers stop, die, move or fall behind. */
@NullMarked
package dev.tigrit.sessions.outage;

import org.jspecify.annotations.NullMarked;
