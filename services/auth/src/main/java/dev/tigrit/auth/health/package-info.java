/** GET /health. */
@NullMarked
package dev.tigrit.auth.health;

import org.jspecify.annotations.NullMarked;
