/** What a browser brings along: its cookie, its origin, its name; and whose session that is. */
@NullMarked
package dev.tigrit.gamebackend.browser;

import org.jspecify.annotations.NullMarked;
