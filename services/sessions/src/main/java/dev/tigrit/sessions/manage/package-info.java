/** What callers do to sessions without their tokens: list them, end one by its id, end all of a user. */
@NullMarked
package dev.tigrit.sessions.manage;

import org.jspecify.annotations.NullMarked;
