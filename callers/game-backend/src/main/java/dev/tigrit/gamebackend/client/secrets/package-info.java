/** The one call to Secrets: where INTERNAL_API_SECRET comes from when it is not in the environment. */
@NullMarked
package dev.tigrit.gamebackend.client.secrets;

import org.jspecify.annotations.NullMarked;
