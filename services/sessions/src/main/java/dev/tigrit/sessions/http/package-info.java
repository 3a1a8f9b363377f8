/** The JSON calls of the contract: what translates HTTP for sessions and their tokens. */
@NullMarked
package dev.tigrit.sessions.http;

import org.jspecify.annotations.NullMarked;
