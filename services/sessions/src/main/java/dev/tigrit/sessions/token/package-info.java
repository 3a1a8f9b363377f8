/** Session ids and session tokens: their format, signing and checking, without the store. */
@NullMarked
package dev.tigrit.sessions.token;

import org.jspecify.annotations.NullMarked;
