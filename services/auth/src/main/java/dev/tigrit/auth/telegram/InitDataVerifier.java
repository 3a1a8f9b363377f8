package dev.tigrit.auth.telegram;

import dev.tigrit.auth.identity.Digest;
import dev.tigrit.auth.identity.Freshness;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks Mini App initData (Telegram Mini Apps, "Validating data received via the Mini App" and "for Third-Party Use"). The order is
 * fixed: shape, signature, freshness, user; nothing is disclosed about the content of a string that Telegram did not sign.
 */
public final class InitDataVerifier {

    /** Fields that are not part of the digest: no signature covers both of them. */
    private static final Set<String> SIGNATURES = Set.of("hash", "signature");

    private final Bots bots;
    private final Freshness freshness;

    public InitDataVerifier(Bots bots, Freshness freshness) {
        this.bots = bots;
        this.freshness = freshness;
    }

    /**
     * Who signed in with this string.
     *
     * @param raw {@code Telegram.WebApp.initData}, untouched
     * @param botId the one bot that it has to be made for, or null for any configured bot
     */
    public Verdict verify(String raw, @Nullable String botId, Instant now) {
        return switch (SignedFields.parse(raw)) {
            case SignedFields.Parsed.Refused refused -> Verdict.rejected(refused.reason());
            case SignedFields.Parsed.Fields parsed -> verify(parsed.fields(), botId, now);
        };
    }

    private Verdict verify(SignedFields fields, @Nullable String botId, Instant now) {
        var signatures = Signatures.of(fields);
        var candidates = bots.candidates(botId, now);
        var usable = candidates.stream()
                .filter(key -> signatures.fault(key.accept()) == null)
                .toList();
        if (usable.isEmpty() && !candidates.isEmpty()) {
            return Verdict.rejected(
                    signatures.requireFault(candidates.getFirst().accept()));
        }
        return switch (fields.authDate()) {
            case SignedFields.AuthDate.Refused refused -> Verdict.rejected(refused.reason());
            case SignedFields.AuthDate.Found found -> {
                var reason = Reason.HASH_INVALID;
                for (var key : usable) {
                    var refused = signatures.refusedBy(key);
                    if (refused == null) {
                        yield identify(fields, key, found.time(), now);
                    }
                    reason = refused;
                }
                yield bots.haveKeys(botId, now) ? Verdict.rejected(reason) : new Verdict.KeysUnavailable();
            }
        };
    }

    private Verdict identify(SignedFields fields, BotKey key, Instant authDate, Instant now) {
        var stale = freshness.refuse(authDate, now);
        if (stale != null) {
            return Verdict.rejected(stale);
        }
        var json = fields.get("user");
        if (json == null) {
            return Verdict.rejected(Reason.USER_MISSING);
        }
        var user = WebAppUser.read(json);
        if (user == null) {
            return Verdict.rejected(Reason.USER_INVALID);
        }
        return new Verdict.Accepted(new Identity(
                user.id(),
                Identity.Method.TELEGRAM_INIT_DATA,
                key.bot(),
                null,
                authDate,
                authDate.plus(freshness.maxAge()),
                Digest.of(key.bot(), fields.dataCheckString(SIGNATURES)),
                user));
    }
}
