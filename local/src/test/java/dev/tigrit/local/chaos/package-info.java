/** The whole system under load: what callers see of each fault, and what hours of it leave behind. */
@NullMarked
package dev.tigrit.local.chaos;

import org.jspecify.annotations.NullMarked;
