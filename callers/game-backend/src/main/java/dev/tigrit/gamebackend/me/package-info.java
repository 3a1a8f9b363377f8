/** What a signed-in person sees of itself: profile and devices. */
@NullMarked
package dev.tigrit.gamebackend.me;

import org.jspecify.annotations.NullMarked;
