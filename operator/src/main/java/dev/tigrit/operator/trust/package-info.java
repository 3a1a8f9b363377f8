/** What other pods mount to know whom to trust: issuers, keys of the cluster, certificates of the CA. */
@NullMarked
package dev.tigrit.operator.trust;

import org.jspecify.annotations.NullMarked;
