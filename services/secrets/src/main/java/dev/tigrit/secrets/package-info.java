/** Secrets: a value by key for trusted callers; calls nobody. */
@NullMarked
package dev.tigrit.secrets;

import org.jspecify.annotations.NullMarked;
