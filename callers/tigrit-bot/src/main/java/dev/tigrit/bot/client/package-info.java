/** What the calls to the other services have in common: how a client is built, and what this program proves itself by. */
@NullMarked
package dev.tigrit.bot.client;

import org.jspecify.annotations.NullMarked;
