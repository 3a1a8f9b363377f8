/** What the services are compared with, each a process. */
@NullMarked
package dev.tigrit.bench.server;

import org.jspecify.annotations.NullMarked;
