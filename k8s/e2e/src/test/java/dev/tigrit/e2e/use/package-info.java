/** Chapters of daily work: people, applications behind forward-auth, callers, keys, who reaches whom. */
@NullMarked
package dev.tigrit.e2e.use;

import org.jspecify.annotations.NullMarked;
