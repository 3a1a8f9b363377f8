package dev.tigrit.auth.http;

import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.TelegramUser;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Schema Identity of the contract.
 *
 * @param method how the identity was proved; null when a caller vouches for it
 */
public record IdentityAnswer(
        String userId,
        @Nullable String method,
        @Nullable String bot,
        @Nullable String issuer,
        @Nullable Instant issuedAt,
        @Nullable Instant expiresAt,
        TelegramUser user) {

    public static IdentityAnswer of(Identity identity) {
        return new IdentityAnswer(
                identity.userId(),
                name(identity.method()),
                identity.bot(),
                identity.issuer(),
                identity.issuedAt(),
                identity.expiresAt(),
                identity.user());
    }

    /** A user whom an allowed caller named; no credential was checked. */
    public static IdentityAnswer ofVouched(TelegramUser user) {
        return new IdentityAnswer(user.id(), null, null, null, null, null, user);
    }

    /** A method as the contract spells it. */
    public static String name(Identity.Method method) {
        return method.name().toLowerCase(Locale.ROOT);
    }
}
