package dev.tigrit.auth.jwt;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * id_tokens of "Log In With Telegram".
 *
 * @param clientIds ids of the bots whose tokens are accepted; none are when empty
 * @param jwksUrl where Telegram publishes its keys
 * @param maxLifetime longest time from iat to exp
 * @param clockSkew tolerance on exp, iat and nbf
 */
public record TelegramOidcProperties(
        @DefaultValue Set<String> clientIds,

        @DefaultValue("https://oauth.telegram.org/.well-known/jwks.json")
        URI jwksUrl,

        @DefaultValue("24h") Duration maxLifetime,
        @DefaultValue("60s") Duration clockSkew) {

    /** Name of the issuer in answers and metrics. */
    static final String NAME = "telegram";

    static final String PROPERTY = "auth.telegram.oidc";

    public TelegramOidcProperties {
        if (clientIds.stream().anyMatch(String::isBlank)) {
            throw new IllegalStateException(PROPERTY + ".client-ids has an empty entry");
        }
        IssuerProfile.requireTimes(PROPERTY, maxLifetime, clockSkew);
    }

    boolean isOn() {
        return !clientIds.isEmpty();
    }

    /** Telegram's {@code sub} is not the user's Telegram id; the claim {@code id} is ("Log In With Telegram"). */
    IssuerProperties toIssuer() {
        return new IssuerProperties(
                "https://oauth.telegram.org",
                Set.of(),
                clientIds,
                false,
                List.of("aud"),
                Set.of(),
                "id",
                Set.of(),
                maxLifetime,
                Set.of(),
                clockSkew,
                true,
                jwksUrl,
                false,
                null,
                null,
                null,
                null);
    }
}
