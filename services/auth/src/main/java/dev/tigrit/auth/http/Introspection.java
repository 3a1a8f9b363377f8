package dev.tigrit.auth.http;

import dev.tigrit.auth.identity.Identity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The answer of RFC 7662 section 2.2; of an inactive token nothing but that is said. */
sealed interface Introspection {

    boolean active();

    /**
     * Whose token it is.
     *
     * @param sub {@code user_id}
     * @param iss name of the issuer's profile
     * @param clientId id of the bot that the credential was made for
     * @param exp seconds since 1970
     * @param iat seconds since 1970
     * @param tokenType the Authorization scheme that carries it: Bearer or tma
     */
    record Active(
            boolean active,
            String sub,
            @Nullable String username,
            @Nullable String iss,
            @Nullable String clientId,
            long exp,
            @Nullable Long iat,
            String tokenType)
            implements Introspection {

        static Active of(Identity identity) {
            return new Active(
                    true,
                    identity.userId(),
                    identity.user().username(),
                    identity.issuer(),
                    identity.bot(),
                    identity.expiresAt().getEpochSecond(),
                    seconds(identity.issuedAt()),
                    switch (identity.method()) {
                        case JWT -> "Bearer";
                        case TELEGRAM_INIT_DATA, TELEGRAM_LOGIN -> "tma";
                    });
        }

        private static @Nullable Long seconds(@Nullable Instant time) {
            return time == null ? null : time.getEpochSecond();
        }
    }

    /** Unknown, forged, expired: one answer for all of them. */
    record Inactive(boolean active) implements Introspection {
        static final Inactive ANSWER = new Inactive(false);
    }
}
