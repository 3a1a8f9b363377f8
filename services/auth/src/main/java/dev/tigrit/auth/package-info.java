/** Auth: any credential in, {@code user_id} or 401 out; stores no session. */
@NullMarked
package dev.tigrit.auth;

import org.jspecify.annotations.NullMarked;
