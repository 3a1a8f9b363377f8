/** What a caller presents, and who checks which kind. */
@NullMarked
package dev.tigrit.auth.credential;

import org.jspecify.annotations.NullMarked;
