/** The Mini App page in a real browser. */
@NullMarked
package dev.tigrit.local.page;

import org.jspecify.annotations.NullMarked;
