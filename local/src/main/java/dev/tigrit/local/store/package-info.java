/** Where the services of a local system keep things: an embedded Redis and an embedded PostgreSQL, as processes of ours. */
@NullMarked
package dev.tigrit.local.store;

import org.jspecify.annotations.NullMarked;
