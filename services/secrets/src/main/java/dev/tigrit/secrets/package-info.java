/** Secrets: serves values by key to authenticated callers; makes no outgoing calls. */
@NullMarked
package dev.tigrit.secrets;

import org.jspecify.annotations.NullMarked;
