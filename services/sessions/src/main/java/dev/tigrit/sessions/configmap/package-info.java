/** Whether the configuration of the cluster has come. */
@NullMarked
package dev.tigrit.sessions.configmap;

import org.jspecify.annotations.NullMarked;
