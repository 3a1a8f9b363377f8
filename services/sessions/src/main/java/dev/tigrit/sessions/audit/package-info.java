/** One line and one count for each decision about a session. */
@NullMarked
package dev.tigrit.sessions.audit;

import org.jspecify.annotations.NullMarked;
