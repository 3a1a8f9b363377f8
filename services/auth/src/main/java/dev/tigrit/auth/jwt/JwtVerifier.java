package dev.tigrit.auth.jwt;

import dev.tigrit.auth.identity.Digest;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.auth.identity.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a JWT (RFC 7519) by one issuer's profile: form, header, signature, and only then what it claims. */
public final class JwtVerifier {

    /** Parameters that point at a key or change the meaning of the token: their presence is a refusal (RFC 8725 3.10). */
    private static final Set<String> REFUSED_PARAMETERS =
            Set.of("crit", "b64", "jwk", "jku", "x5u", "x5c", "zip", "enc", "epk", "p2c", "p2s");

    private static final Set<String> TYPES = Set.of("JWT", "jwt");
    private static final int MAX_KID_LENGTH = 128;

    /** 9999-12-31, the last moment that RFC 3339 can write. */
    private static final long MAX_TIME = 253_402_300_799L;

    private final IssuerProfile profile;
    private final SharedSecret keys;

    public JwtVerifier(IssuerProfile profile, SharedSecret keys) {
        this.profile = profile;
        this.keys = keys;
    }

    /** Whether there is a key to verify with. */
    public boolean hasKeys() {
        return keys.areKnown();
    }

    /** Whose token it is. */
    public Verdict verify(String token, Instant now) {
        var jws = CompactJws.parse(token);
        if (jws == null) {
            return Verdict.rejected(Reason.MALFORMED);
        }
        if (!isPlain(jws.header())) {
            return Verdict.rejected(Reason.HEADER_INVALID);
        }
        if (!(jws.header().get("alg") instanceof String algorithm)
                || !profile.algorithms().contains(algorithm)) {
            return Verdict.rejected(Reason.ALGORITHM);
        }
        if (!keys.areKnown()) {
            return new Verdict.KeysUnavailable();
        }
        if (!keys.verify(jws, now)) {
            return Verdict.rejected(Reason.SIGNATURE_INVALID);
        }
        return identify(jws, now);
    }

    private static boolean isPlain(Map<String, Object> header) {
        return REFUSED_PARAMETERS.stream().noneMatch(header::containsKey)
                && (!header.containsKey("typ") || TYPES.contains(header.get("typ")))
                && (!header.containsKey("kid")
                        || (header.get("kid") instanceof String kid && kid.length() <= MAX_KID_LENGTH));
    }

    private Verdict identify(CompactJws jws, Instant now) {
        var claims = jws.claims();
        var reason = refuseParties(claims);
        if (reason == null) {
            reason = refuseTimes(claims, now);
        }
        if (reason != null) {
            return Verdict.rejected(reason);
        }
        return switch (claims.get(profile.userIdClaim())) {
            case null -> Verdict.rejected(Reason.USER_MISSING);
            case String id
            when !id.isBlank() && (!profile.sharesTelegramIds() || TelegramUser.isId(id)) ->
                new Verdict.Accepted(identity(id, jws));
            default -> Verdict.rejected(Reason.USER_INVALID);
        };
    }

    private @Nullable Reason refuseParties(Map<String, Object> claims) {
        if (profile.issuer() != null && !profile.issuer().equals(claims.get("iss"))) {
            return Reason.ISSUER;
        }
        var audiences = profile.audiences();
        var accepted = audiences.isEmpty()
                || switch (claims.get("aud")) {
                    case String one -> audiences.contains(one);
                    case List<?> several -> several.stream().anyMatch(audiences::contains);
                    case null, default -> false;
                };
        return accepted ? null : Reason.AUDIENCE;
    }

    private @Nullable Reason refuseTimes(Map<String, Object> claims, Instant now) {
        for (var name : List.of("exp", "iat", "nbf")) {
            if (claims.containsKey(name) && time(claims, name) == null) {
                return Reason.CLAIMS_INVALID;
            }
        }
        var exp = time(claims, "exp");
        if (exp == null) {
            return Reason.EXP_MISSING;
        }
        var skew = profile.clockSkew();
        if (!now.isBefore(exp.plus(skew))) {
            return Reason.EXPIRED;
        }
        var iat = time(claims, "iat");
        if (iat != null && iat.isAfter(now.plus(skew))) {
            return Reason.IAT_FUTURE;
        }
        var nbf = time(claims, "nbf");
        if (nbf != null && nbf.isAfter(now.plus(skew))) {
            return Reason.NOT_BEFORE;
        }
        // Without iat the token cannot be older than now; the skew is the issuer's clock running ahead of ours.
        var longest = iat == null ? now.plus(profile.maxLifetime()).plus(skew) : iat.plus(profile.maxLifetime());
        return exp.isAfter(longest) ? Reason.LIFETIME : null;
    }

    /** A NumericDate (RFC 7519 section 2): seconds, a fraction is dropped; null when absent or not one. */
    private static @Nullable Instant time(Map<String, Object> claims, String name) {
        return switch (claims.get(name)) {
            case Long seconds when seconds >= 0 && seconds <= MAX_TIME -> Instant.ofEpochSecond(seconds);
            case Double seconds when seconds >= 0 && seconds <= MAX_TIME -> Instant.ofEpochSecond(seconds.longValue());
            case null, default -> null;
        };
    }

    private Identity identity(String id, CompactJws jws) {
        var claims = jws.claims();
        var exp = time(claims, "exp");
        return new Identity(
                profile.sharesTelegramIds() ? id : profile.name() + ":" + id,
                Identity.Method.JWT,
                null,
                profile.name(),
                time(claims, "iat"),
                exp == null ? Instant.EPOCH : exp,
                Digest.of(profile.name(), jws.signed()),
                TelegramUser.ofId(id));
    }
}
