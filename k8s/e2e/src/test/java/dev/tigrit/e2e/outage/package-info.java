/** What happens when something is down, or a node of the cluster goes. */
@NullMarked
package dev.tigrit.e2e.outage;

import org.jspecify.annotations.NullMarked;
