/** What is handed out: a key with its versions, rendered once, in an immutable catalogue that is swapped as a whole. */
@NullMarked
package dev.tigrit.secrets.secret;

import org.jspecify.annotations.NullMarked;
