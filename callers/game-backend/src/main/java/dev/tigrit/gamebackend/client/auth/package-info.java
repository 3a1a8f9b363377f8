/** The one call to Auth: who signed in. */
@NullMarked
package dev.tigrit.gamebackend.client.auth;

import org.jspecify.annotations.NullMarked;
