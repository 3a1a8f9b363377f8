/** The table tigrit_interactions in PostgreSQL; the one package that knows the driver. */
@NullMarked
package dev.tigrit.bot.store;

import org.jspecify.annotations.NullMarked;
