/** The event stream of changes to a caller's keys. */
@NullMarked
package dev.tigrit.secrets.events;

import org.jspecify.annotations.NullMarked;
