/** The users in PostgreSQL; the one package that knows the driver. */
@NullMarked
package dev.tigrit.gamebackend.store;

import org.jspecify.annotations.NullMarked;
