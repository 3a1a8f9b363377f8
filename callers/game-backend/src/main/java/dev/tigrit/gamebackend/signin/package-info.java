/** Signing in with what Telegram gave the page, and who is behind a request after that: cookie, origin, device. */
@NullMarked
package dev.tigrit.gamebackend.signin;

import org.jspecify.annotations.NullMarked;
