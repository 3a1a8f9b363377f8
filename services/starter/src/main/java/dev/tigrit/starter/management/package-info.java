/** The management port: probes, metrics, docs and log levels, on its own event loop and without a route of the API. */
@NullMarked
package dev.tigrit.starter.management;

import org.jspecify.annotations.NullMarked;
