/** The main job of the system, done over HTTP as a caller would. */
@NullMarked
package dev.tigrit.local.demo;

import org.jspecify.annotations.NullMarked;
