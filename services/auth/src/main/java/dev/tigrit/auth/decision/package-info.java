/** One decision for every endpoint: the check, and what belongs around it; and how a refusal is said. */
@NullMarked
package dev.tigrit.auth.decision;

import org.jspecify.annotations.NullMarked;
