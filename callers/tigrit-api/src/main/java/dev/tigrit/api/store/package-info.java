/** The table tigrit_interactions, read only; the one package that knows the driver. */
@NullMarked
package dev.tigrit.api.store;

import org.jspecify.annotations.NullMarked;
