/** Optional: a credential is good for its first presenter only, or once. */
@NullMarked
package dev.tigrit.auth.replay;

import org.jspecify.annotations.NullMarked;
