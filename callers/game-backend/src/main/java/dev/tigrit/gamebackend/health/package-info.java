/** GET /health on the main port. */
@NullMarked
package dev.tigrit.gamebackend.health;

import org.jspecify.annotations.NullMarked;
