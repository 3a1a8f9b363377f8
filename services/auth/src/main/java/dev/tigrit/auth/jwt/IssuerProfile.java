package dev.tigrit.auth.jwt;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token of one issuer has to be.
 *
 * @param name first part of its users' ids, unless it shares Telegram's
 * @param issuer exact {@code iss}; null when the profile does not check it
 * @param audiences one of them has to be in {@code aud}; empty when the profile does not check it
 * @param algorithms accepted {@code alg} values, exact spelling
 * @param userIdClaim the claim that names the user
 * @param sharesTelegramIds whether that claim is a Telegram id and becomes a bare {@code user_id}
 * @param maxLifetime longest time from {@code iat} (from now when absent) to {@code exp}
 * @param clockSkew tolerance on every time
 */
public record IssuerProfile(
        String name,
        @Nullable String issuer,
        Set<String> audiences,
        Set<String> algorithms,
        String userIdClaim,
        boolean sharesTelegramIds,
        Duration maxLifetime,
        Duration clockSkew) {}
