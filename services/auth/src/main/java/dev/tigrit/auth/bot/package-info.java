/** The Telegram bots whose users may sign in, and their keys. */
@NullMarked
package dev.tigrit.auth.bot;

import org.jspecify.annotations.NullMarked;
