/** The stream that tells a caller at once that one of its keys has changed. */
@NullMarked
package dev.tigrit.secrets.events;

import org.jspecify.annotations.NullMarked;
