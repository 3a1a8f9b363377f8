package dev.tigrit.auth.initdata;

import dev.tigrit.auth.bot.Bot;
import dev.tigrit.auth.bot.Bots;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Checks Mini App initData by HMAC (Telegram Mini Apps, "Validating data received via the Mini App"). The order is fixed: shape,
 * signature, freshness, user; nothing is said of the inside of a string that Telegram did not sign.
 */
public final class InitDataVerifier {

    private static final int HASH_BYTES = 32;

    private final Bots bots;
    private final Duration maxAge;
    private final Duration maxFuture;

    /**
     * @param maxAge how long after its {@code auth_date} a string is accepted
     * @param maxFuture how far the {@code auth_date} may be ahead of the clock
     */
    public InitDataVerifier(Bots bots, Duration maxAge, Duration maxFuture) {
        this.bots = bots;
        this.maxAge = maxAge;
        this.maxFuture = maxFuture;
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
        var hash = fields.get("hash");
        if (hash == null) {
            return Verdict.rejected(Reason.HASH_MISSING);
        }
        if (!isLowerHex(hash)) {
            return Verdict.rejected(Reason.HASH_MALFORMED);
        }
        var authDate = fields.get("auth_date");
        if (authDate == null) {
            return Verdict.rejected(Reason.AUTH_DATE_MISSING);
        }
        if (!isUnixTime(authDate)) {
            return Verdict.rejected(Reason.AUTH_DATE_INVALID);
        }
        var signer =
                bots.signerOf(fields.dataCheckString("hash"), HexFormat.of().parseHex(hash), botId, now);
        return switch (signer) {
            case Bots.Signer.Known known ->
                identify(fields, known.bot(), Instant.ofEpochSecond(Long.parseLong(authDate)), now);
            case Bots.Signer.Nobody _ -> Verdict.rejected(Reason.HASH_INVALID);
            case Bots.Signer.KeysMissing _ -> new Verdict.KeysUnavailable();
        };
    }

    private Verdict identify(SignedFields fields, Bot.Id bot, Instant authDate, Instant now) {
        if (authDate.isAfter(now.plus(maxFuture))) {
            return Verdict.rejected(Reason.FUTURE_AUTH_DATE);
        }
        var expiresAt = authDate.plus(maxAge);
        if (now.isAfter(expiresAt)) {
            return Verdict.rejected(Reason.EXPIRED);
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
                user.id(), Identity.Method.TELEGRAM_INIT_DATA, bot.value(), null, authDate, expiresAt, user));
    }

    /** One spelling only, or one credential would have many. */
    private static boolean isLowerHex(String hash) {
        return hash.length() == 2 * HASH_BYTES
                && hash.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** ASCII digits without a sign or leading zero; twelve of them reach past the year 30000. */
    private static boolean isUnixTime(String text) {
        return !text.isEmpty()
                && text.length() <= 12
                && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
