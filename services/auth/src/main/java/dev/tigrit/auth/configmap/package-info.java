/** Whether the configuration of the cluster has come. */
@NullMarked
package dev.tigrit.auth.configmap;

import org.jspecify.annotations.NullMarked;
