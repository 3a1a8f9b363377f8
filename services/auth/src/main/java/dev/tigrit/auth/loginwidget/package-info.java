/** Telegram Login Widget and login_url: the signed fields of a person who pressed the button. */
@NullMarked
package dev.tigrit.auth.loginwidget;

import org.jspecify.annotations.NullMarked;
