/** Telegram Mini App initData: one strict parser, then the signature, then freshness and the user. */
@NullMarked
package dev.tigrit.auth.initdata;

import org.jspecify.annotations.NullMarked;
