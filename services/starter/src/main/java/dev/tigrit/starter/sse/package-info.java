/** Server-sent events. */
@NullMarked
package dev.tigrit.starter.sse;

import org.jspecify.annotations.NullMarked;
