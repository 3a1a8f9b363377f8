/** Verification of signatures that more than one kind of credential carries. */
@NullMarked
package dev.tigrit.auth.signature;

import org.jspecify.annotations.NullMarked;
