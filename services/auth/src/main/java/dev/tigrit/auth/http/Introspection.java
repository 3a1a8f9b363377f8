package dev.tigrit.auth.http;

import dev.tigrit.auth.identity.Identity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer of RFC 7662 section 2.2.
 *
 * @param active false for a token that is unknown, forged or expired; then every other member is absent
 * @param sub {@code user_id}
 * @param iss name of the issuer's profile
 * @param clientId id of the bot that the credential was made for
 * @param exp seconds since 1970
 * @param iat seconds since 1970
 * @param tokenType the Authorization scheme that carries it: Bearer or tma
 */
record Introspection(
        boolean active,
        @Nullable String sub,
        @Nullable String username,
        @Nullable String iss,
        @Nullable String clientId,
        @Nullable Long exp,
        @Nullable Long iat,
        @Nullable String tokenType) {

    static final Introspection INACTIVE = new Introspection(false, null, null, null, null, null, null, null);

    static Introspection of(Identity identity) {
        return new Introspection(
                true,
                identity.userId(),
                identity.user().username(),
                identity.issuer(),
                identity.bot(),
                identity.expiresAt().getEpochSecond(),
                seconds(identity.issuedAt()),
                identity.method() == Identity.Method.JWT ? "Bearer" : "tma");
    }

    private static @Nullable Long seconds(@Nullable Instant time) {
        return time == null ? null : time.getEpochSecond();
    }
}
