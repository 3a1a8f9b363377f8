package dev.tigrit.auth.telegram;

import dev.tigrit.auth.identity.Digest;
import dev.tigrit.auth.identity.Freshness;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.auth.identity.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a query string that Telegram signed. The order is fixed: shape, signature, freshness, user; nothing is disclosed about the
 * content of a string that Telegram did not sign.
 */
public abstract sealed class TelegramVerifier permits InitDataVerifier, LoginVerifier {

    private final Identity.Method method;
    private final Bots bots;
    private final Freshness freshness;

    TelegramVerifier(Identity.Method method, Bots bots, Freshness freshness) {
        this.method = method;
        this.bots = bots;
        this.freshness = freshness;
    }

    /**
     * Whose string it is.
     *
     * @param raw the query string as Telegram made it, untouched
     * @param botId the one bot that it has to be made for, or null for any configured bot
     */
    public final Verdict verify(String raw, @Nullable String botId, Instant now) {
        var fields = SignedFields.parse(raw);
        var candidates = bots.candidates(botId, now);
        var fault = fields.fault();
        if (fault == null) {
            fault = formFault(fields, candidates);
        }
        if (fault == null) {
            fault = fields.authDateFault();
        }
        if (fault != null) {
            return Verdict.rejected(fault);
        }
        var reason = Reason.HASH_INVALID;
        for (var key : candidates) {
            var refused = formFault(fields, key) == null ? signatureFault(fields, key) : reason;
            if (refused == null) {
                return identify(fields, key, now);
            }
            reason = refused;
        }
        return bots.haveKeys(botId, now) ? Verdict.rejected(reason) : new Verdict.KeysUnavailable();
    }

    /** Why no key can check the string; null when one can, or when there is none. */
    private @Nullable Reason formFault(SignedFields fields, List<BotKey> candidates) {
        for (var key : candidates) {
            if (formFault(fields, key) == null) {
                return null;
            }
        }
        return candidates.isEmpty() ? null : formFault(fields, candidates.getFirst());
    }

    private Verdict identify(SignedFields fields, BotKey key, Instant now) {
        var authDate = Instant.ofEpochSecond(fields.authDate());
        var stale = freshness.refuse(authDate, now);
        if (stale != null) {
            return Verdict.rejected(stale);
        }
        var named = fields.bytes(userField());
        var user = named == null ? null : user(fields, named);
        if (user == null) {
            return Verdict.rejected(named == null ? Reason.USER_MISSING : Reason.USER_INVALID);
        }
        return new Verdict.Accepted(new Identity(
                user.id(),
                method,
                key.bot(),
                null,
                authDate,
                authDate.plus(freshness.maxAge()),
                Digest.of(key.bot(), digested(fields)),
                user));
    }

    /** Why the string cannot be checked with that key, or null when it can. */
    abstract @Nullable Reason formFault(SignedFields fields, BotKey key);

    /** Why the key does not accept the string, or null when it does. */
    abstract @Nullable Reason signatureFault(SignedFields fields, BotKey key);

    /** What is the same in all spellings of one credential. */
    abstract byte[] digested(SignedFields fields);

    /** The field that names the user. */
    abstract String userField();

    /** The user, or null when that is no user. */
    abstract @Nullable TelegramUser user(SignedFields fields, byte[] named);
}
