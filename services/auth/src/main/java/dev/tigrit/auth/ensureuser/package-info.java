/** POST /v1/ensure-user: the identity, and the game's own user for it. */
@NullMarked
package dev.tigrit.auth.ensureuser;

import org.jspecify.annotations.NullMarked;
