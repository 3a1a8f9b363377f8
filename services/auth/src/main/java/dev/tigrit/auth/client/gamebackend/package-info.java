/** The call that Auth makes to the Game backend. */
@NullMarked
package dev.tigrit.auth.client.gamebackend;

import org.jspecify.annotations.NullMarked;
