/** The one way in which JSON from outside is read. */
@NullMarked
package dev.tigrit.starter.json;

import org.jspecify.annotations.NullMarked;
