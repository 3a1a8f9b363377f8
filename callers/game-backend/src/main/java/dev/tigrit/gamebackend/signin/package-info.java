/** Signing in with what Telegram gave the page, and signing out. */
@NullMarked
package dev.tigrit.gamebackend.signin;

import org.jspecify.annotations.NullMarked;
