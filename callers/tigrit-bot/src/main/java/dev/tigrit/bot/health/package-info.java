/** GET /health on the main port. */
@NullMarked
package dev.tigrit.bot.health;

import org.jspecify.annotations.NullMarked;
