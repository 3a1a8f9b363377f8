/** The stores, the services and their callers as one system that starts and stops together. */
@NullMarked
package dev.tigrit.local.launcher;

import org.jspecify.annotations.NullMarked;
