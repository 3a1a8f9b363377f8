/** Query strings that Telegram signed: one strict reader for initData and the Login Widget. */
@NullMarked
package dev.tigrit.auth.signedquery;

import org.jspecify.annotations.NullMarked;
