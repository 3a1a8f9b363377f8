/** The whole system on one machine, without a cluster or a container engine. */
@NullMarked
package dev.tigrit.local;

import org.jspecify.annotations.NullMarked;
