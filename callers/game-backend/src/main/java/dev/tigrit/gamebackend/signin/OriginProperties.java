package dev.tigrit.gamebackend.signin;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the page is.
 *
 * @param origins of the page, as {@code https://game.example}; when empty, whatever host the request names
 */
@ConfigurationProperties("game")
record OriginProperties(@DefaultValue Set<String> origins) {}
