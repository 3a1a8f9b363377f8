/** The custom resource ManagedSecret as users write it; operator/crd is generated from it. */
@NullMarked
package dev.tigrit.operator.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
