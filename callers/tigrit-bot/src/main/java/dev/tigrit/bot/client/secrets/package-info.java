/** The calls to Secrets: where TELEGRAM_BOT_TOKEN comes from when it is not in the environment. */
@NullMarked
package dev.tigrit.bot.client.secrets;

import org.jspecify.annotations.NullMarked;
