/** All secrets at one revision, as the operator writes them: parsed, digested, and served when newer than what is served. */
@NullMarked
package dev.tigrit.secrets.bundle;

import org.jspecify.annotations.NullMarked;
