/** Calls to other servers: the connection, what is presented there, and keys that are followed. */
@NullMarked
package dev.tigrit.starter.client;

import org.jspecify.annotations.NullMarked;
