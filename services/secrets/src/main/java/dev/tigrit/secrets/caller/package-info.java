/** Who is calling, and which keys that caller may read. */
@NullMarked
package dev.tigrit.secrets.caller;

import org.jspecify.annotations.NullMarked;
