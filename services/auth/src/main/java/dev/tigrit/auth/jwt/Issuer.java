package dev.tigrit.auth.jwt;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.jose.CompactJws;
import dev.tigrit.starter.json.StrictObject;
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
public record Issuer(IssuerProfile profile, IssuerKeys keys) {

    /** In the list of accepted types: a header without one. */
    private static final String NO_TYPE = "none";

    private static final String APPLICATION = "application/";
    private static final Set<String> DEFAULT_TYPES = Set.of("jwt", NO_TYPE);

    /** Why header and signature are not this issuer's, or null when they are. */
    @Nullable
    Verdict refuseSignature(CompactJws jws, Instant now) {
        var header = jws.header();
        var named = KeyHint.of(header);
        if (named == null || !hasType(header) || jws.hasRefusedParameter()) {
            return Verdict.rejected(Reason.HEADER_INVALID);
        }
        var algorithm = jws.algorithm();
        if (algorithm == null || !profile.algorithms().contains(algorithm)) {
            return Verdict.rejected(Reason.ALGORITHM);
        }
        return switch (keys.check(algorithm, named, jws.signed(), jws.signature(), now)) {
            case GENUINE -> null;
            case FORGED -> Verdict.rejected(Reason.SIGNATURE_INVALID);
            case WRONG_ALGORITHM -> Verdict.rejected(Reason.ALGORITHM);
            case UNKNOWN_KEY -> Verdict.rejected(Reason.UNKNOWN_KEY);
            case UNDECIDED -> new Verdict.KeysUnavailable();
        };
    }

    private boolean hasType(Map<String, Object> header) {
        var accepted = profile.types().isEmpty() ? DEFAULT_TYPES : profile.types();
        return switch (header.get("typ")) {
            case String type -> !isNone(type) && accepted.contains(shortened(type));
            case null -> accepted.contains(NO_TYPE);
            case Object other -> StrictObject.NULL.equals(other) && accepted.contains(NO_TYPE);
        };
    }

    private static boolean isNone(String type) {
        return type.equalsIgnoreCase(NO_TYPE);
    }

    /** A typ is a media type: it has no case, and {@code application/} may be left out (RFC 7515 section 4.1.9). */
    private static String shortened(String type) {
        var media = type.toLowerCase(Locale.ROOT);
        return media.startsWith(APPLICATION) && media.indexOf('/', APPLICATION.length()) < 0
                ? media.substring(APPLICATION.length())
                : media;
    }
}
