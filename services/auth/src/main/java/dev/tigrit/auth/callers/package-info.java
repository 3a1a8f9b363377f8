/** The services that call Auth in their own name, and what each of them may do. */
@NullMarked
package dev.tigrit.auth.callers;

import org.jspecify.annotations.NullMarked;
