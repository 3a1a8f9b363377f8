package dev.tigrit.gamebackend.page;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The page.
 *
 * @param frameAncestors sites that may show it in a frame: Telegram's web client
 */
@ConfigurationProperties("game.page")
record PageProperties(
        @DefaultValue("https://web.telegram.org") List<String> frameAncestors) {

    /** Content Security Policy Level 3: nothing but the page's own files, and Telegram's script. */
    String toContentSecurityPolicy() {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self' https://telegram.org/js/telegram-web-app.js",
                "style-src 'self'",
                "img-src 'self'",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'self' " + String.join(" ", frameAncestors));
    }
}
