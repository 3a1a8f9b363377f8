/** What a server takes from its clients: connections, heads of requests, time. */
@NullMarked
package dev.tigrit.starter.limit;

import org.jspecify.annotations.NullMarked;
