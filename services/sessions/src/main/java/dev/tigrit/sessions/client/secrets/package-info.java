/** The calls that Sessions makes to Secrets. */
@NullMarked
package dev.tigrit.sessions.client.secrets;

import org.jspecify.annotations.NullMarked;
