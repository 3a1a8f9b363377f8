/** Processes on chosen cores: servers, Redis, the load generator. */
@NullMarked
package dev.tigrit.bench.process;

import org.jspecify.annotations.NullMarked;
