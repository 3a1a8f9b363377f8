package dev.tigrit.auth.jwt;

import dev.tigrit.starter.jose.Algorithm;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Profiles of issuers with the defaults of the configuration, and with what a test changes of them. */
public final class TestProfile {

    private final String name;
    private final List<IssuerName> issuers;
    private Set<String> audiences = Set.of();
    private Set<Algorithm> algorithms = Set.of(Algorithm.values());
    private Set<String> types = Set.of();
    private String userId = "sub";
    private List<RequiredClaim> requiredClaims = List.of();
    private boolean sharesTelegramIds;
    private Duration maxLifetime = Duration.ofHours(24);
    private Duration clockSkew = Duration.ofSeconds(60);

    private TestProfile(String name, List<IssuerName> issuers) {
        this.name = name;
        this.issuers = issuers;
    }

    /** @param iss null when the profile does not check it */
    public static TestProfile of(String name, @Nullable String iss) {
        return new TestProfile(name, iss == null ? List.of() : List.of(IssuerName.of(iss)));
    }

    public TestProfile audiences(Set<String> accepted) {
        audiences = accepted;
        return this;
    }

    public TestProfile algorithms(Set<Algorithm> accepted) {
        algorithms = accepted;
        return this;
    }

    public TestProfile types(Set<String> accepted) {
        types = accepted;
        return this;
    }

    public TestProfile userId(String path) {
        userId = path;
        return this;
    }

    public TestProfile requires(String... claims) {
        requiredClaims = List.of(claims).stream()
                .map(claim -> new RequiredClaim(new ClaimPath(claim), Set.of()))
                .toList();
        return this;
    }

    public TestProfile sharesTelegramIds(boolean whether) {
        sharesTelegramIds = whether;
        return this;
    }

    public TestProfile maxLifetime(Duration longest) {
        maxLifetime = longest;
        return this;
    }

    public TestProfile clockSkew(Duration tolerance) {
        clockSkew = tolerance;
        return this;
    }

    public IssuerProfile build() {
        return new IssuerProfile(
                name,
                issuers,
                Recipient.inAudience(audiences),
                algorithms,
                types,
                new ClaimPath(userId),
                requiredClaims,
                sharesTelegramIds,
                maxLifetime,
                clockSkew);
    }
}
