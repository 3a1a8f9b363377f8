/** What the operator is configured with: operator.yaml, and the names that follow from it. */
@NullMarked
package dev.tigrit.operator.config;

import org.jspecify.annotations.NullMarked;
