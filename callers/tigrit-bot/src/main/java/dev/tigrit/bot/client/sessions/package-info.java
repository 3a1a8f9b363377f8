/** The one call to Sessions: where a person is signed in. */
@NullMarked
package dev.tigrit.bot.client.sessions;

import org.jspecify.annotations.NullMarked;
