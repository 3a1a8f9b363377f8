package dev.tigrit.auth.jwt;

import dev.tigrit.starter.jose.Algorithm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One issuer of JWTs, {@code auth.issuers.<name>}. Its keys come from any of {@code jwksUrl}, {@code jwks} and {@code secret}.
 *
 * @param issuer required; exact iss, or with a claim in braces that has to be the token's: {@code https://login.example/{tid}/v2.0}
 * @param issuers more of the same, for an issuer that has several; their users are the same people
 * @param audiences one of them has to be the recipient
 * @param anyAudience whether any audience is accepted, instead of audiences
 * @param audienceClaim claims with the recipient; the first of them that a token has decides
 * @param algorithms accepted ones; when empty those that its keys allow, HS256 only with a secret
 * @param userIdClaim the claim that names the user, a path with dots: text or a whole number; a user_id has at most 256 bytes
 * @param requiredClaims have to be there beside exp: {@code <path>}, or {@code <path>=<value>} for one of the values listed so
 * @param maxLifetime longest time from iat, or from now without one, to exp
 * @param typ accepted types, one of which has to be in the header, {@code none} for a header without one; JWT or none when empty
 * @param clockSkew tolerance on exp, iat and nbf
 * @param sharesTelegramIds whether the claim is a Telegram id and the user_id is bare, not {@code <name>:<claim>}
 * @param jwksUrl where the issuer publishes its keys; https, or any on a loopback host
 * @param allowHttp whether jwksUrl may be plain http on any host: who can answer for that host can then sign in as anybody
 * @param proxy {@code [http://][user:password@]host:port} for jwksUrl, instead of HTTPS_PROXY and NO_PROXY
 * @param caFile PEM file of who may sign the certificate at jwksUrl, instead of the JVM's; read again when it changes
 * @param jwks its JWK Set, as JSON text or as the path of a file
 * @param secret name of the key with the HS256 secret, in the environment or in Secrets; at least 32 bytes
 */
public record IssuerProperties(
        @Nullable String issuer,
        @DefaultValue Set<String> issuers,
        @DefaultValue Set<String> audiences,
        @DefaultValue("false") boolean anyAudience,
        @DefaultValue("aud") List<String> audienceClaim,
        @DefaultValue Set<String> algorithms,
        @DefaultValue("sub") String userIdClaim,
        @DefaultValue Set<String> requiredClaims,
        @DefaultValue("24h") Duration maxLifetime,
        @DefaultValue Set<String> typ,
        @DefaultValue("60s") Duration clockSkew,
        @DefaultValue("false") boolean sharesTelegramIds,
        @Nullable URI jwksUrl,
        @DefaultValue("false") boolean allowHttp,
        @Nullable String proxy,
        @Nullable Path caFile,
        @Nullable String jwks,
        @Nullable String secret) {

    private static final List<String> ONLY_AUDIENCE = List.of("aud");

    /** @throws IllegalStateException names the property that is wrong, below the given one */
    IssuerProfile toProfile(String property, String name) {
        var names = toNames(property);
        requireKeys(property);
        requireRecipient(property);
        IssuerProfile.requireTimes(property, maxLifetime, clockSkew);
        if (typ.stream().anyMatch(String::isBlank)) {
            throw new IllegalStateException(property + ".typ has an empty entry; a header without typ is \"none\"");
        }
        return new IssuerProfile(
                name,
                names,
                new Recipient(
                        audienceClaim.stream()
                                .map(claim -> parsed(property + ".audience-claim", claim, ClaimPath::new))
                                .toList(),
                        audiences),
                toAlgorithms(property),
                typ,
                parsed(property + ".user-id-claim", userIdClaim, ClaimPath::new),
                toRequiredClaims(property + ".required-claims"),
                sharesTelegramIds,
                maxLifetime,
                clockSkew);
    }

    KeyAddress toKeyAddress(URI url) {
        return new KeyAddress(url, allowHttp, proxy, caFile);
    }

    private void requireKeys(String property) {
        if (jwksUrl == null && jwks == null && secret == null) {
            throw new IllegalStateException(property + " needs a jwks-url, jwks or secret, or several of them");
        }
        if (jwksUrl == null && (allowHttp || proxy != null || caFile != null)) {
            throw new IllegalStateException(
                    property + (allowHttp ? ".allow-http" : proxy != null ? ".proxy" : ".ca-file")
                            + " is for a jwks-url, and there is none");
        }
        if (jwksUrl != null && caFile != null && !"https".equals(jwksUrl.getScheme())) {
            throw new IllegalStateException(property + ".ca-file is for an https address in jwks-url");
        }
        if (jwksUrl != null && allowHttp && !"http".equals(jwksUrl.getScheme())) {
            throw new IllegalStateException(property + ".allow-http is for an http address in jwks-url");
        }
    }

    private void requireRecipient(String property) {
        if (audiences.isEmpty() == !anyAudience) {
            throw new IllegalStateException(
                    property
                            + ".audiences: name whom its tokens have to be made for, or set any-audience to accept all of them");
        }
        if (anyAudience && !audienceClaim.equals(ONLY_AUDIENCE)) {
            throw new IllegalStateException(property + ".audience-claim says where audiences stand, any-audience that"
                    + " they are not looked at");
        }
        if (audienceClaim.isEmpty()) {
            throw new IllegalStateException(property + ".audience-claim is empty");
        }
    }

    private List<IssuerName> toNames(String property) {
        var all = new LinkedHashSet<>(issuers);
        if (issuer != null && !issuer.isBlank()) {
            all.add(issuer);
        }
        if (all.isEmpty()) {
            throw new IllegalStateException(property + ".issuer is not set; it is the exact iss of its tokens");
        }
        return all.stream()
                .map(text -> parsed(property + ".issuer", text, IssuerName::of))
                .toList();
    }

    private List<RequiredClaim> toRequiredClaims(String property) {
        var values = new LinkedHashMap<String, Set<String>>();
        for (var entry : requiredClaims) {
            var equals = entry.indexOf('=');
            var accepted =
                    values.computeIfAbsent(equals < 0 ? entry : entry.substring(0, equals), _ -> new LinkedHashSet<>());
            if (equals >= 0) {
                accepted.add(entry.substring(equals + 1));
            }
        }
        return values.entrySet().stream()
                .map(entry -> new RequiredClaim(parsed(property, entry.getKey(), ClaimPath::new), entry.getValue()))
                .toList();
    }

    private Set<Algorithm> toAlgorithms(String property) {
        var possible = new HashSet<Algorithm>();
        if (secret != null) {
            possible.add(Algorithm.HS256);
        }
        if (jwks != null || jwksUrl != null) {
            possible.addAll(Algorithm.PUBLIC_KEY);
        }
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
        if (secret != null && !chosen.contains(Algorithm.HS256)) {
            throw new IllegalStateException(property + ".algorithms leaves out HS256, for which there is a secret");
        }
        if ((jwks != null || jwksUrl != null) && chosen.equals(Set.of(Algorithm.HS256))) {
            throw new IllegalStateException(property + ".algorithms has none for the keys of its jwks");
        }
        return chosen;
    }

    private static <T> T parsed(String property, String text, Function<String, T> meaning) {
        try {
            return meaning.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(property + " " + e.getMessage(), e);
        }
    }
}
