/** Who is calling, and the audit line of each call. */
@NullMarked
package dev.tigrit.secrets.caller;

import org.jspecify.annotations.NullMarked;
