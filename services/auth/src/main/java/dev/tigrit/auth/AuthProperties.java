package dev.tigrit.auth;

import dev.tigrit.auth.jwt.ClaimPath;
import dev.tigrit.auth.jwt.IssuerName;
import dev.tigrit.auth.jwt.IssuerProfile;
import dev.tigrit.auth.jwt.IssuerProperties;
import dev.tigrit.auth.jwt.Issuers;
import dev.tigrit.auth.jwt.Recipient;
import dev.tigrit.auth.jwt.RequiredClaim;
import dev.tigrit.auth.jwt.TelegramOidcProperties;
import dev.tigrit.auth.telegram.BotProperties;
import dev.tigrit.starter.jose.Algorithm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is accepted.
 *
 * @param telegram initData and Login Widget data of the configured bots
 * @param jwtSecret tokens signed by HS256 with the key JWT_SECRET
 * @param issuers other issuers of JWTs by name, {@code [a-z0-9-]{1,32}}
 */
@ConfigurationProperties("auth")
public record AuthProperties(
        @DefaultValue Telegram telegram,
        @DefaultValue JwtSecret jwtSecret,
        @DefaultValue Map<String, IssuerProperties> issuers) {

    /**
     * Rules for what Telegram signs.
     *
     * @param enabled whether it is accepted
     * @param maxAge how long after its auth_date it is accepted; clients reuse a string for up to a day
     * @param maxFuture how far its auth_date may be ahead of the clock
     * @param bots whose users may sign in; one bot with the key TELEGRAM_BOT_TOKEN when empty
     * @param oidc id_tokens of "Log In With Telegram"
     */
    public record Telegram(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("24h") Duration maxAge,
            @DefaultValue("60s") Duration maxFuture,
            @DefaultValue List<BotProperties> bots,
            @DefaultValue TelegramOidcProperties oidc) {

        public Telegram {
            if (!maxAge.isPositive()) {
                throw new IllegalStateException("auth.telegram.max-age has to be longer than zero");
            }
            if (maxFuture.isNegative()) {
                throw new IllegalStateException("auth.telegram.max-future must not be negative");
            }
            bots = bots.isEmpty() ? List.of(BotProperties.ofToken("TELEGRAM_BOT_TOKEN")) : bots;
        }
    }

    /**
     * Rules for the built-in HS256 profile; its {@code sub} is a Telegram id.
     *
     * @param enabled whether such tokens are accepted
     * @param issuer exact iss; not checked when unset
     * @param audiences one of them has to be in aud; not checked when empty
     * @param maxLifetime longest time from iat, which has to be there, to exp; at most 24 h
     * @param clockSkew tolerance on exp, iat and nbf
     */
    public record JwtSecret(
            @DefaultValue("true") boolean enabled,
            @Nullable String issuer,
            @DefaultValue Set<String> audiences,
            @DefaultValue("24h") Duration maxLifetime,
            @DefaultValue("60s") Duration clockSkew) {

        private static final Duration LONGEST_LIFETIME = Duration.ofHours(24);

        public JwtSecret {
            IssuerProfile.requireTimes("auth.jwt-secret", maxLifetime, clockSkew);
            if (maxLifetime.compareTo(LONGEST_LIFETIME) > 0) {
                throw new IllegalStateException("auth.jwt-secret.max-lifetime is at most 24h");
            }
        }

        IssuerProfile toProfile() {
            return new IssuerProfile(
                    Issuers.JWT_SECRET,
                    issuer == null || issuer.isBlank() ? List.of() : List.of(IssuerName.of(issuer)),
                    Recipient.inAudience(audiences),
                    Set.of(Algorithm.HS256),
                    Set.of(),
                    new ClaimPath("sub"),
                    // Without it a token could be issued now for a time in years.
                    List.of(new RequiredClaim(new ClaimPath("iat"), Set.of())),
                    true,
                    maxLifetime,
                    clockSkew);
        }
    }
}
