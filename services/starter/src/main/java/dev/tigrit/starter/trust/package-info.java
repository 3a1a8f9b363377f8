/** The cluster's word for who calls: tokens of Kubernetes service accounts, verified offline against a mounted document. */
@NullMarked
package dev.tigrit.starter.trust;

import org.jspecify.annotations.NullMarked;
