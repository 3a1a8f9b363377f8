/** GET /health on the main port. */
@NullMarked
package dev.tigrit.api.health;

import org.jspecify.annotations.NullMarked;
