/** What sessions cost, and many of them at once. */
@NullMarked
package dev.tigrit.sessions.bench;

import org.jspecify.annotations.NullMarked;
