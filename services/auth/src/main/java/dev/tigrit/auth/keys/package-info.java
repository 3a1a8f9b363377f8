/** The verification keys: from the environment, or from Secrets by the way of client.secrets. */
@NullMarked
package dev.tigrit.auth.keys;

import org.jspecify.annotations.NullMarked;
