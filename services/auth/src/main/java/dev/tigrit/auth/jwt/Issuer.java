package dev.tigrit.auth.jwt;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.jwt.key.Algorithm;
import dev.tigrit.auth.jwt.key.SignatureKeys;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One issuer of tokens: its rules, and its keys, which count for no other.
 *
 * @param profile what its tokens have to be
 * @param keys what they are verified with
 */
public record Issuer(IssuerProfile profile, SignatureKeys keys) {

    /** Parameters that point at a key or change the meaning of the token: their presence is a refusal (RFC 8725 3.10). */
    private static final Set<String> REFUSED_PARAMETERS =
            Set.of("crit", "b64", "jwk", "jku", "x5u", "x5c", "zip", "enc", "epk", "p2c", "p2s");

    private static final Set<String> DEFAULT_TYPES = Set.of("jwt");
    private static final int MAX_KID_LENGTH = 128;

    /** Why header and signature are not this issuer's, or null when they are. */
    @Nullable
    Verdict refuseSignature(CompactJws jws, Instant now) {
        var header = jws.header();
        if (!isPlain(header) || !hasType(header)) {
            return Verdict.rejected(Reason.HEADER_INVALID);
        }
        var algorithm = header.get("alg") instanceof String name ? Algorithm.find(name) : null;
        if (algorithm == null || !profile.algorithms().contains(algorithm)) {
            return Verdict.rejected(Reason.ALGORITHM);
        }
        var kid = header.get("kid") instanceof String named ? named : null;
        return switch (keys.check(algorithm, kid, jws.signedBytes(), jws.signature(), now)) {
            case GENUINE -> null;
            case FORGED -> Verdict.rejected(Reason.SIGNATURE_INVALID);
            case WRONG_ALGORITHM -> Verdict.rejected(Reason.ALGORITHM);
            case UNKNOWN_KEY -> Verdict.rejected(Reason.UNKNOWN_KEY);
            case UNDECIDED -> new Verdict.KeysUnavailable();
        };
    }

    private static boolean isPlain(Map<String, Object> header) {
        return REFUSED_PARAMETERS.stream().noneMatch(header::containsKey)
                && (!header.containsKey("kid")
                        || (header.get("kid") instanceof String kid && kid.length() <= MAX_KID_LENGTH));
    }

    /** A typ is a media type and has no case (RFC 7515 section 4.1.9). */
    private boolean hasType(Map<String, Object> header) {
        if (!header.containsKey("typ")) {
            return profile.types().isEmpty();
        }
        return header.get("typ") instanceof String type
                && (profile.types().isEmpty() ? DEFAULT_TYPES : profile.types())
                        .contains(type.toLowerCase(Locale.ROOT));
    }
}
