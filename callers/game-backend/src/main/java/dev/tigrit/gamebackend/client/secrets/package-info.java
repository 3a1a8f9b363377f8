/** The calls to Secrets: where JWT_SECRET comes from when it is not in the environment. */
@NullMarked
package dev.tigrit.gamebackend.client.secrets;

import org.jspecify.annotations.NullMarked;
