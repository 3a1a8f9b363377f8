/** PUT /internal/v1/telegram-users/{id}: the game's user for a Telegram user, for Auth; and who may call it. */
@NullMarked
package dev.tigrit.gamebackend.ensureuser;

import org.jspecify.annotations.NullMarked;
