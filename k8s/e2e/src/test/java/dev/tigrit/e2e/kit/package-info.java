/** What the chapters need: helm, the cluster, HTTP through the Ingress, credentials, load. */
@NullMarked
package dev.tigrit.e2e.kit;

import org.jspecify.annotations.NullMarked;
