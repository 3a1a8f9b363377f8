/** Work that goes on beside the requests. */
@NullMarked
package dev.tigrit.starter.loop;

import org.jspecify.annotations.NullMarked;
