/** Real servers for tests: one Redis, one behind Sentinels, a Cluster, and a proxy that opens races on purpose. */
@NullMarked
package dev.tigrit.sessions.server;

import org.jspecify.annotations.NullMarked;
