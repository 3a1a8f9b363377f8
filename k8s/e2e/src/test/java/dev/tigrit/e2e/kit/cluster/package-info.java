/** The cluster, its nodes, and the release under test. */
@NullMarked
package dev.tigrit.e2e.kit.cluster;

import org.jspecify.annotations.NullMarked;
