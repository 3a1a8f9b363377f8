/** What Kubernetes objects ask for: ManagedSecrets and labelled Secrets as candidates for keys of the bundle. */
@NullMarked
package dev.tigrit.operator.source;

import org.jspecify.annotations.NullMarked;
