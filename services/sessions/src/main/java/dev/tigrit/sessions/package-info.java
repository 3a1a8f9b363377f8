/** Sessions: creates, verifies, extends and ends sessions in Redis; knows nothing of credentials. */
@NullMarked
package dev.tigrit.sessions;

import org.jspecify.annotations.NullMarked;
