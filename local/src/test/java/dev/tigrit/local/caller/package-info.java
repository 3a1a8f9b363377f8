/** The three callers on the real services. */
@NullMarked
package dev.tigrit.local.caller;

import org.jspecify.annotations.NullMarked;
