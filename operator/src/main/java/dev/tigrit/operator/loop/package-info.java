/** What the leader does in each pass, and how it reports the result. */
@NullMarked
package dev.tigrit.operator.loop;

import org.jspecify.annotations.NullMarked;
