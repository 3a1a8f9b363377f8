/** Credentials signed by Telegram: initData, the Login Widget, and the bots that they are made for. */
@NullMarked
package dev.tigrit.auth.telegram;

import org.jspecify.annotations.NullMarked;
