/** Carries Kubernetes Secrets to every replica of the Secrets service: start-up and leadership. */
@NullMarked
package dev.tigrit.operator;

import org.jspecify.annotations.NullMarked;
