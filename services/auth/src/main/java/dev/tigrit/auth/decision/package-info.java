/** One decision for every endpoint: the check of a credential, the replay guard around it, and its audit line and count. */
@NullMarked
package dev.tigrit.auth.decision;

import org.jspecify.annotations.NullMarked;
