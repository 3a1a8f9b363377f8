/** What probes and Prometheus ask for. */
@NullMarked
package dev.tigrit.operator.health;

import org.jspecify.annotations.NullMarked;
