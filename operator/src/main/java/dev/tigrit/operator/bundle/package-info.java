/** The bundle: its entries, its JSON form, and the Secrets in which one leader at a time stores it. */
@NullMarked
package dev.tigrit.operator.bundle;

import org.jspecify.annotations.NullMarked;
