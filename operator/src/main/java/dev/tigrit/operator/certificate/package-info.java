/** The CA of the Secrets service and its serving certificate, made and renewed when no cert-manager does it. */
@NullMarked
package dev.tigrit.operator.certificate;

import org.jspecify.annotations.NullMarked;
