package dev.tigrit.auth.jwt;

import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.json.StrictObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token with a valid signature (RFC 7519 section 4.1), checked against its issuer's profile.
 *
 * @param members of the payload
 * @param now the time to judge at
 */
record Claims(Map<String, Object> members, IssuerProfile profile, Instant now) {

    /** 9999-12-31, the last moment that RFC 3339 can write. */
    private static final long MAX_TIME = 253_402_300_799L;

    /** Of a user_id in UTF-8, the same in the contract of Sessions. */
    private static final int MAX_USER_ID_BYTES = 256;

    /** The user, or the reason of the refusal; the signed text is for the digest. */
    Verdict judge(byte[] signed) {
        var reason = refuseParties();
        if (reason == null) {
            reason = refuseTimes();
        }
        if (reason == null && !profile.requiredClaims().stream().allMatch(required -> required.isMet(members))) {
            reason = Reason.CLAIM_MISSING;
        }
        return reason == null ? identify(signed) : Verdict.rejected(reason);
    }

    private @Nullable Reason refuseParties() {
        var issuers = profile.issuers();
        if (!issuers.isEmpty() && issuers.stream().noneMatch(one -> one.matches(members))) {
            return Reason.ISSUER;
        }
        return profile.recipient().accepts(members) ? null : Reason.AUDIENCE;
    }

    private @Nullable Reason refuseTimes() {
        for (var name : List.of("exp", "iat", "nbf")) {
            var isOptional = !name.equals("exp");
            var isAbsent = !members.containsKey(name) || (isOptional && StrictObject.NULL.equals(members.get(name)));
            if (!isAbsent && time(name) == null) {
                return Reason.CLAIMS_INVALID;
            }
        }
        var exp = time("exp");
        if (exp == null) {
            return Reason.EXP_MISSING;
        }
        var skew = profile.clockSkew();
        if (!now.isBefore(exp.plus(skew))) {
            return Reason.EXPIRED;
        }
        var iat = time("iat");
        if (iat != null && iat.isAfter(now.plus(skew))) {
            return Reason.IAT_FUTURE;
        }
        var nbf = time("nbf");
        if (nbf != null && nbf.isAfter(now.plus(skew))) {
            return Reason.NOT_BEFORE;
        }
        // Without iat the token cannot be older than now; the skew is the issuer's clock running ahead of ours.
        var longest = iat == null ? now.plus(profile.maxLifetime()).plus(skew) : iat.plus(profile.maxLifetime());
        return exp.isAfter(longest) ? Reason.LIFETIME : null;
    }

    private Verdict identify(byte[] signed) {
        var id = switch (profile.userId().in(members)) {
            case null -> null;
            case String text -> text;
            // A sub is text (RFC 7519 section 4.1.2): as a Telegram id it has that one spelling.
            case Long number when !profile.sharesTelegramIds() || !isSubject() -> number.toString();
            default -> "";
        };
        if (id == null) {
            return Verdict.rejected(Reason.USER_MISSING);
        }
        return (profile.sharesTelegramIds() ? TelegramUser.isId(id) : isForeignId(id))
                ? new Verdict.Accepted(identity(id, signed))
                : Verdict.rejected(Reason.USER_INVALID);
    }

    private boolean isSubject() {
        return profile.userId().text().equals("sub");
    }

    private boolean isForeignId(String id) {
        return !id.isBlank()
                && userId(id).getBytes(StandardCharsets.UTF_8).length <= MAX_USER_ID_BYTES
                && id.codePoints().noneMatch(c -> switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                        true;
                    default -> false;
                });
    }

    private String userId(String id) {
        return profile.sharesTelegramIds() ? id : profile.name() + ":" + id;
    }

    private Identity identity(String id, byte[] signed) {
        var exp = time("exp");
        return new Identity(
                userId(id),
                Identity.Method.JWT,
                null,
                profile.name(),
                time("iat"),
                exp == null ? Instant.EPOCH : exp,
                Identity.digest(profile.name(), signed),
                TelegramUser.ofId(id));
    }

    /** A NumericDate (RFC 7519 section 2): seconds, a fraction is dropped; null when absent or not one. */
    private @Nullable Instant time(String name) {
        return switch (members.get(name)) {
            case Long seconds when seconds >= 0 && seconds <= MAX_TIME -> Instant.ofEpochSecond(seconds);
            case Double seconds when seconds >= 0 && seconds <= MAX_TIME -> Instant.ofEpochSecond(seconds.longValue());
            case null, default -> null;
        };
    }
}
