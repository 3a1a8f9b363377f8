/** Where the store is: one server, what Sentinel names or a Cluster, and who is the master when one goes. */
@NullMarked
package dev.tigrit.sessions.store.topology;

import org.jspecify.annotations.NullMarked;
