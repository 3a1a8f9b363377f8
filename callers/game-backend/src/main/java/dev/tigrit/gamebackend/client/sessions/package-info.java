/** The calls to Sessions: a person's session, from sign-in to sign-out, and the other ones of that person. */
@NullMarked
package dev.tigrit.gamebackend.client.sessions;

import org.jspecify.annotations.NullMarked;
