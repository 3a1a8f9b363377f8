/** The calls that Auth makes to Secrets. */
@NullMarked
package dev.tigrit.auth.client.secrets;

import org.jspecify.annotations.NullMarked;
