/** Optional: a credential is good for one use. */
@NullMarked
package dev.tigrit.auth.replay;

import org.jspecify.annotations.NullMarked;
