package dev.tigrit.auth.jwt.issuer;

import dev.tigrit.auth.jwt.IssuerProfile;
import dev.tigrit.auth.jwt.key.Algorithm;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One issuer of JWTs, {@code auth.issuers.<name>}. Its keys are one of {@code jwksUrl}, {@code jwks} and {@code secret}.
 *
 * @param issuer exact iss
 * @param audiences one of them has to be in aud
 * @param anyAudience whether tokens made for anybody are accepted, instead of audiences
 * @param algorithms accepted ones; when empty those that its keys allow, HS256 only with a secret
 * @param userIdClaim the claim that names the user
 * @param requiredClaims have to be there beside exp
 * @param maxLifetime longest time from iat to exp
 * @param typ accepted types, one of which has to be in the header; JWT or none when empty
 * @param clockSkew tolerance on exp, iat and nbf
 * @param sharesTelegramIds whether the claim is a Telegram id and the user_id is bare, not {@code <name>:<claim>}
 * @param jwksUrl where the issuer publishes its keys; https, or any on a loopback host
 * @param jwks its JWK Set, as JSON text or as the path of a file
 * @param secret name of the key with the HS256 secret, in the environment or in Secrets; at least 32 bytes
 */
public record IssuerProperties(
        @Nullable String issuer,
        @DefaultValue Set<String> audiences,
        @DefaultValue("false") boolean anyAudience,
        @DefaultValue Set<String> algorithms,
        @DefaultValue("sub") String userIdClaim,
        @DefaultValue Set<String> requiredClaims,
        @DefaultValue("24h") Duration maxLifetime,
        @DefaultValue Set<String> typ,
        @DefaultValue("60s") Duration clockSkew,
        @DefaultValue("false") boolean sharesTelegramIds,
        @Nullable URI jwksUrl,
        @Nullable String jwks,
        @Nullable String secret) {

    /**
     * The rules for its tokens.
     *
     * @param property what it is configured by, for the messages
     * @throws IllegalStateException names the property that is wrong
     */
    IssuerProfile toProfile(String property, String name) {
        if (issuer == null || issuer.isBlank()) {
            throw new IllegalStateException(property + ".issuer is not set; it is the exact iss of its tokens");
        }
        if (Stream.of(jwksUrl, jwks, secret).filter(given -> given != null).count() != 1) {
            throw new IllegalStateException(property + " needs exactly one of jwks-url, jwks and secret");
        }
        if (audiences.isEmpty() == !anyAudience) {
            throw new IllegalStateException(
                    property
                            + ".audiences: name whom its tokens have to be made for, or set any-audience to accept all of them");
        }
        if (!maxLifetime.isPositive()) {
            throw new IllegalStateException(property + ".max-lifetime has to be longer than zero");
        }
        if (clockSkew.isNegative()) {
            throw new IllegalStateException(property + ".clock-skew must not be negative");
        }
        if (userIdClaim.isBlank()) {
            throw new IllegalStateException(property + ".user-id-claim is empty");
        }
        return new IssuerProfile(
                name,
                issuer,
                audiences,
                toAlgorithms(property),
                typ,
                userIdClaim,
                requiredClaims,
                sharesTelegramIds,
                maxLifetime,
                clockSkew);
    }

    private Set<Algorithm> toAlgorithms(String property) {
        var possible = secret == null ? Algorithm.PUBLIC_KEY : Set.of(Algorithm.HS256);
        if (algorithms.isEmpty()) {
            return possible;
        }
        var chosen = new HashSet<Algorithm>();
        for (var name : algorithms) {
            var algorithm = Algorithm.find(name);
            if (algorithm == null || !possible.contains(algorithm)) {
                throw new IllegalStateException(property + ".algorithms: " + name + " is not one of "
                        + possible.stream().map(Algorithm::spelling).sorted().collect(Collectors.joining(", ")));
            }
            chosen.add(algorithm);
        }
        return chosen;
    }
}
