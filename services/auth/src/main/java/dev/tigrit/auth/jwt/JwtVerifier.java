package dev.tigrit.auth.jwt;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.jose.CompactJws;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks a JWT (RFC 7519) by the profile of its issuer: form, header, signature, and only then what it claims. */
public final class JwtVerifier {

    private final List<Issuer> issuers;
    private final Map<String, Issuer> byName = new HashMap<>();
    private final List<Issuer> byTemplate;
    private final @Nullable Issuer anyOther;

    /** @throws IllegalStateException when two of them would take the same token */
    public JwtVerifier(List<Issuer> issuers) {
        this.issuers = List.copyOf(issuers);
        Issuer other = null;
        for (var issuer : issuers) {
            var names = issuer.profile().issuers();
            if (names.isEmpty()) {
                requireNoRival(other, issuer);
                other = issuer;
            }
            for (var name : names) {
                requireNoRival(byName.put(name.text(), issuer), issuer);
            }
        }
        this.byTemplate = issuers.stream()
                .filter(issuer -> issuer.profile().issuers().stream().anyMatch(IssuerName::isTemplate))
                .toList();
        this.anyOther = other;
    }

    private static void requireNoRival(@Nullable Issuer rival, Issuer issuer) {
        if (rival != null) {
            throw new IllegalStateException("the issuers " + rival.profile().name() + " and "
                    + issuer.profile().name() + " have the same iss");
        }
    }

    public List<Issuer> issuers() {
        return issuers;
    }

    public Verdict verify(String token, Instant now) {
        var jws = CompactJws.parse(token);
        var claims = jws == null ? null : jws.claims();
        if (jws == null || claims == null) {
            return Verdict.rejected(Reason.MALFORMED);
        }
        // Nothing is proved yet; the claims only pick the keys and rules that the token then has to satisfy.
        var issuer = find(claims);
        if (issuer == null) {
            return Verdict.rejected(Reason.ISSUER);
        }
        var refused = issuer.refuseSignature(jws, now);
        return refused == null ? new Claims(claims, issuer.profile(), now).judge(jws.signed()) : refused;
    }

    /** An exact iss comes before a template. */
    private @Nullable Issuer find(Map<String, Object> claims) {
        var exact = claims.get("iss") instanceof String iss ? byName.get(iss) : null;
        if (exact != null) {
            return exact;
        }
        for (var issuer : byTemplate) {
            if (issuer.profile().issuers().stream().anyMatch(name -> name.matches(claims))) {
                return issuer;
            }
        }
        return anyOther;
    }
}
