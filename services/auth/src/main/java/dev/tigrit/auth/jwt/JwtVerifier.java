package dev.tigrit.auth.jwt;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks a JWT (RFC 7519) by the profile of its issuer: form, header, signature, and only then what it claims. */
public final class JwtVerifier {

    private final List<Issuer> issuers;
    private final Map<String, Issuer> byName = new HashMap<>();
    private final @Nullable Issuer anyOther;

    /**
     * A verifier for tokens of these issuers.
     *
     * @throws IllegalStateException when two of them would take the same token
     */
    public JwtVerifier(List<Issuer> issuers) {
        this.issuers = List.copyOf(issuers);
        Issuer other = null;
        for (var issuer : issuers) {
            var iss = issuer.profile().issuer();
            var rival = iss == null ? other : byName.put(iss, issuer);
            if (rival != null) {
                throw new IllegalStateException("the issuers " + rival.profile().name() + " and "
                        + issuer.profile().name() + " have the same iss");
            }
            other = iss == null ? issuer : other;
        }
        this.anyOther = other;
    }

    /** Whether there is a key of every issuer. */
    public boolean hasKeys() {
        return issuers.stream().allMatch(issuer -> issuer.keys().areKnown());
    }

    /** Whose token it is. */
    public Verdict verify(String token, Instant now) {
        return verify(token, null, now);
    }

    /**
     * The same for an id_token that answers a request of our own.
     *
     * @param nonce sent with that request, and expected in the token (OpenID Connect Core 3.1.3.7); null when there was none
     */
    public Verdict verify(String token, @Nullable String nonce, Instant now) {
        var jws = CompactJws.parse(token);
        var claims = jws == null ? null : jws.claims();
        if (jws == null || claims == null) {
            return Verdict.rejected(Reason.MALFORMED);
        }
        // The claim is not proved yet; it only picks the keys and rules that the token then has to satisfy.
        var issuer = claims.get("iss") instanceof String iss ? byName.getOrDefault(iss, anyOther) : anyOther;
        if (issuer == null) {
            return Verdict.rejected(Reason.ISSUER);
        }
        var refused = issuer.refuseSignature(jws, now);
        return refused == null ? new Claims(claims, issuer.profile(), now).judge(nonce, jws.signed()) : refused;
    }
}
