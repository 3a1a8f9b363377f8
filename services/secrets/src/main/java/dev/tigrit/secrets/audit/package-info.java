/** One line and one count for each read, never a value. */
@NullMarked
package dev.tigrit.secrets.audit;

import org.jspecify.annotations.NullMarked;
