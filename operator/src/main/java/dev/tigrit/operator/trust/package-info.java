/** The CA and certificates of the Secrets service, and the ConfigMaps that tell pods what to trust. */
@NullMarked
package dev.tigrit.operator.trust;

import org.jspecify.annotations.NullMarked;
