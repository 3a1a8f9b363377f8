/** The bundle in Kubernetes, written so that one leader at a time can. */
@NullMarked
package dev.tigrit.operator.store;

import org.jspecify.annotations.NullMarked;
