/** The custom resource ManagedSecret as users write it; charts/operator/files/crd.yaml is generated from it. */
@NullMarked
package dev.tigrit.operator.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
