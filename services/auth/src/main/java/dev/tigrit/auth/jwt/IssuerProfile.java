package dev.tigrit.auth.jwt;

import dev.tigrit.starter.jose.Algorithm;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a token of one issuer has to be.
 *
 * @param name first part of its users' ids, unless it shares Telegram's
 * @param issuers accepted {@code iss}, one of which has to match; empty when the profile does not check it
 * @param recipient whom its tokens have to be made for
 * @param algorithms accepted ones
 * @param types accepted {@code typ} values, {@code none} for a header without one; empty for {@code JWT} or none
 * @param userId the claim that names the user
 * @param requiredClaims have to be there beside {@code exp}
 * @param sharesTelegramIds whether that claim is a Telegram id and becomes a bare {@code user_id}
 * @param maxLifetime longest time from {@code iat} (from now when absent) to {@code exp}
 * @param clockSkew tolerance on every time
 */
public record IssuerProfile(
        String name,
        List<IssuerName> issuers,
        Recipient recipient,
        Set<Algorithm> algorithms,
        Set<String> types,
        ClaimPath userId,
        List<RequiredClaim> requiredClaims,
        boolean sharesTelegramIds,
        Duration maxLifetime,
        Duration clockSkew) {

    public IssuerProfile {
        issuers = List.copyOf(issuers);
        algorithms = Set.copyOf(algorithms);
        types = types.stream().map(type -> type.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        requiredClaims = List.copyOf(requiredClaims);
    }

    /** @throws IllegalStateException names the property of a time that no token could satisfy */
    public static void requireTimes(String property, Duration maxLifetime, Duration clockSkew) {
        if (!maxLifetime.isPositive()) {
            throw new IllegalStateException(property + ".max-lifetime has to be longer than zero");
        }
        if (clockSkew.isNegative()) {
            throw new IllegalStateException(property + ".clock-skew must not be negative");
        }
    }
}
