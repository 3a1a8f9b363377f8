/** How updates come in: asked for (long polling), or sent by Telegram (webhook). */
@NullMarked
package dev.tigrit.bot.intake;

import org.jspecify.annotations.NullMarked;
