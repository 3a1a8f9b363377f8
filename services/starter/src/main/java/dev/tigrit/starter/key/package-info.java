/** Keys in memory: sensitive bytes and the versions of one key that may sign or be accepted. */
@NullMarked
package dev.tigrit.starter.key;

import org.jspecify.annotations.NullMarked;
