package dev.tigrit.auth.telegram;

import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Identity.Method;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.telegram.BotKey.Accept;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a query string that Telegram signed: Mini App initData (Telegram Mini Apps, "Validating data received via the Mini App" and
 * "for Third-Party Use") by {@code hash}, by {@code signature}, or by both; the query string of the Login Widget and of
 * {@code login_url} buttons (Telegram Login Widget, "Checking authorization") by {@code hash} under another key, so that neither passes
 * for the other. The order is fixed: shape, signature, freshness, user; nothing is disclosed about the content of a string that
 * Telegram did not sign.
 */
public final class TelegramVerifier {

    private final List<Bot> bots;
    private final Duration maxAge;
    private final Duration maxFuture;

    /**
     * @param maxAge from a string's {@code auth_date} on; at exactly this age it is still fresh
     * @param maxFuture how far the {@code auth_date} may be ahead of the clock
     */
    public TelegramVerifier(List<Bot> bots, Duration maxAge, Duration maxFuture) {
        this.bots = List.copyOf(bots);
        this.maxAge = maxAge;
        this.maxFuture = maxFuture;
    }

    /**
     * Whose string it is.
     *
     * @param method initData or login
     * @param raw the query string as Telegram made it, untouched
     * @param botId the one bot that it has to be made for, or null for any configured bot
     */
    public Verdict verify(Method method, String raw, @Nullable String botId, Instant now) {
        var fields = SignedFields.parse(raw);
        var candidates = candidates(botId, now);
        var fault = fields.fault();
        if (fault == null) {
            fault = formFault(fields, candidates, method);
        }
        if (fault == null) {
            fault = fields.authDateFault();
        }
        if (fault != null) {
            return Verdict.rejected(fault);
        }
        var reason = Reason.HASH_INVALID;
        for (var key : candidates) {
            var refused = formFault(fields, key.accept(method)) == null ? signatureFault(fields, key, method) : reason;
            if (refused == null) {
                return identify(fields, key, method, now);
            }
            reason = refused;
        }
        // Only if every bot that it could be made for has a key does no match mean a forged one.
        return bots.stream().allMatch(Bot::hasKeys) || (botId != null && !candidates.isEmpty())
                ? Verdict.rejected(reason)
                : new Verdict.KeysUnavailable();
    }

    /** A hash does not name its bot, so each one is tried. */
    private List<BotKey> candidates(@Nullable String botId, Instant now) {
        if (bots.size() == 1 && botId == null) {
            return bots.getFirst().keys(now);
        }
        var candidates = new ArrayList<BotKey>();
        for (var bot : bots) {
            for (var key : bot.keys(now)) {
                if (botId == null || botId.equals(key.bot())) {
                    candidates.add(key);
                }
            }
        }
        return candidates;
    }

    /** Why no key can check the string; null when one can, or when there is none. */
    private static @Nullable Reason formFault(SignedFields fields, List<BotKey> candidates, Method method) {
        for (var key : candidates) {
            if (formFault(fields, key.accept(method)) == null) {
                return null;
            }
        }
        return candidates.isEmpty()
                ? null
                : formFault(fields, candidates.getFirst().accept(method));
    }

    private static @Nullable Reason formFault(SignedFields fields, Accept accept) {
        var fault = accept == Accept.ED25519 ? null : fields.hashFault();
        return fault != null || accept == Accept.HMAC ? fault : fields.signatureFault();
    }

    /** Why the key does not accept the string, or null when it does. */
    private static @Nullable Reason signatureFault(SignedFields fields, BotKey key, Method method) {
        var accept = key.accept(method);
        if (accept != Accept.ED25519 && !key.madeHash(fields, method)) {
            return Reason.HASH_INVALID;
        }
        return accept == Accept.HMAC || key.isSignedByTelegram(fields) ? null : Reason.SIGNATURE_INVALID;
    }

    private Verdict identify(SignedFields fields, BotKey key, Method method, Instant now) {
        var authDate = Instant.ofEpochSecond(fields.authDate());
        if (authDate.isAfter(now.plus(maxFuture))) {
            return Verdict.rejected(Reason.FUTURE_AUTH_DATE);
        }
        if (now.isAfter(authDate.plus(maxAge))) {
            return Verdict.rejected(Reason.EXPIRED);
        }
        var isLogin = method == Method.TELEGRAM_LOGIN;
        var named = fields.bytes(isLogin ? "id" : "user");
        if (named == null) {
            return Verdict.rejected(Reason.USER_MISSING);
        }
        var user = isLogin ? loginUser(fields) : WebAppUser.read(named);
        if (user == null) {
            return Verdict.rejected(Reason.USER_INVALID);
        }
        return new Verdict.Accepted(new Identity(
                user.id(),
                method,
                key.bot(),
                null,
                authDate,
                authDate.plus(maxAge),
                // No signature of initData covers both of them.
                Identity.digest(key.bot(), isLogin ? fields.signedByBot() : fields.signedByTelegram()),
                user));
    }

    private static @Nullable TelegramUser loginUser(SignedFields fields) {
        var id = fields.get("id");
        return id == null || !TelegramUser.isId(id)
                ? null
                : new TelegramUser(
                        id,
                        fields.get("first_name"),
                        fields.get("last_name"),
                        fields.get("username"),
                        null,
                        null,
                        fields.get("photo_url"));
    }
}
