/** Random histories of several instances, and the proof that the checker finds what is wrong in one. */
@NullMarked
package dev.tigrit.sessions.history;

import org.jspecify.annotations.NullMarked;
