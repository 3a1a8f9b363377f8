package dev.tigrit.auth.telegram;

import dev.tigrit.auth.identity.Digest;
import dev.tigrit.auth.identity.Freshness;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.key.Sensitive;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the query string of the Login Widget and of {@code login_url} buttons (Telegram Login Widget, "Checking authorization"):
 * HMAC-SHA256 under SHA-256 of the bot's token, another key than initData's, so neither passes for the other.
 */
public final class LoginVerifier {

    private static final Set<String> UNSIGNED = Set.of("hash");

    private final Bots bots;
    private final Freshness freshness;

    public LoginVerifier(Bots bots, Freshness freshness) {
        this.bots = bots;
        this.freshness = freshness;
    }

    /**
     * Who pressed the button.
     *
     * @param raw the query string as it came to the callback, without {@code ?}
     * @param botId the one bot that it has to be made for, or null for any configured bot
     */
    public Verdict verify(String raw, @Nullable String botId, Instant now) {
        return switch (SignedFields.parse(raw)) {
            case SignedFields.Parsed.Refused refused -> Verdict.rejected(refused.reason());
            case SignedFields.Parsed.Fields parsed ->
                switch (parsed.fields().hash()) {
                    case SignedFields.Hash.Refused refused -> Verdict.rejected(refused.reason());
                    case SignedFields.Hash.Found hash -> verify(parsed.fields(), hash.bytes(), botId, now);
                };
        };
    }

    private Verdict verify(SignedFields fields, Sensitive hash, @Nullable String botId, Instant now) {
        return switch (fields.authDate()) {
            case SignedFields.AuthDate.Refused refused -> Verdict.rejected(refused.reason());
            case SignedFields.AuthDate.Found found -> {
                var signed = fields.dataCheckString(UNSIGNED);
                for (var key : bots.candidates(botId, now)) {
                    if (key.signsLogin(signed, hash)) {
                        yield identify(fields, key, found.time(), now);
                    }
                }
                yield bots.haveKeys(botId, now) ? Verdict.rejected(Reason.HASH_INVALID) : new Verdict.KeysUnavailable();
            }
        };
    }

    private Verdict identify(SignedFields fields, BotKey key, Instant authDate, Instant now) {
        var stale = freshness.refuse(authDate, now);
        if (stale != null) {
            return Verdict.rejected(stale);
        }
        var id = fields.get("id");
        if (id == null) {
            return Verdict.rejected(Reason.USER_MISSING);
        }
        if (!TelegramUser.isId(id)) {
            return Verdict.rejected(Reason.USER_INVALID);
        }
        var user = new TelegramUser(
                id,
                fields.get("first_name"),
                fields.get("last_name"),
                fields.get("username"),
                null,
                null,
                fields.get("photo_url"));
        return new Verdict.Accepted(new Identity(
                id,
                Identity.Method.TELEGRAM_LOGIN,
                key.bot(),
                null,
                authDate,
                authDate.plus(freshness.maxAge()),
                Digest.of(key.bot(), fields.dataCheckString(UNSIGNED)),
                user));
    }
}
