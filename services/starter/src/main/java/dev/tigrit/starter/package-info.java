/** Platform library of the three services: auto-configuration of what each needs and none is about. */
@NullMarked
package dev.tigrit.starter;

import org.jspecify.annotations.NullMarked;
