/** What a signed-in person gets: profile, devices, and a token for other services. */
@NullMarked
package dev.tigrit.gamebackend.me;

import org.jspecify.annotations.NullMarked;
