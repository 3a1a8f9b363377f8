/** Bundle mode: all secrets at one revision, mounted or pushed; parsed, digested, and served when newer than what is served. */
@NullMarked
package dev.tigrit.secrets.bundle;

import org.jspecify.annotations.NullMarked;
