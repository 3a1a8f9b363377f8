package dev.tigrit.auth.jwt;

import dev.tigrit.auth.jwt.key.Algorithm;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a token of one issuer has to be.
 *
 * @param name first part of its users' ids, unless it shares Telegram's
 * @param issuer exact {@code iss}; null when the profile does not check it
 * @param audiences one of them has to be in {@code aud}; empty when the profile does not check it
 * @param algorithms accepted ones
 * @param types accepted {@code typ} values, one of which has to be there; empty for {@code JWT} or none
 * @param userIdClaim the claim that names the user
 * @param requiredClaims have to be there beside {@code exp}
 * @param sharesTelegramIds whether that claim is a Telegram id and becomes a bare {@code user_id}
 * @param maxLifetime longest time from {@code iat} (from now when absent) to {@code exp}
 * @param clockSkew tolerance on every time
 */
public record IssuerProfile(
        String name,
        @Nullable String issuer,
        Set<String> audiences,
        Set<Algorithm> algorithms,
        Set<String> types,
        String userIdClaim,
        Set<String> requiredClaims,
        boolean sharesTelegramIds,
        Duration maxLifetime,
        Duration clockSkew) {

    public IssuerProfile {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        types = types.stream().map(type -> type.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        requiredClaims = Set.copyOf(requiredClaims);
    }
}
