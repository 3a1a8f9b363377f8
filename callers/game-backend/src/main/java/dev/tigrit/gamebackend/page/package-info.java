/** The Mini App page: its files, what a browser may do on it, and the development sign-in of make run. */
@NullMarked
package dev.tigrit.gamebackend.page;

import org.jspecify.annotations.NullMarked;
