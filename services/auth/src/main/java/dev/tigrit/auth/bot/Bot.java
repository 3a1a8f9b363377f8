package dev.tigrit.auth.bot;

import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One bot: the versions of its token, and the secrets that Telegram derives from them. */
public final class Bot {

    /** The bot's user id: the digits before the colon of its token. */
    public record Id(String value) {}

    /** Secret of one token version: HMAC-SHA256 with the key "WebAppData" over the token. */
    record WebAppSecret(Id bot, Sensitive secret) {}

    private record Derived(List<KeyVersion> from, List<WebAppSecret> secrets) {}

    private static final Sensitive WEB_APP_DATA = Sensitive.ofText("WebAppData");

    private final KeyRing tokens;
    private volatile @Nullable Derived derived;

    public Bot(KeyRing tokens) {
        this.tokens = tokens;
    }

    /**
     * Stops on a value that is no token.
     *
     * @param name the key's name, for the message
     * @throws IllegalStateException names the key; the value is not quoted
     */
    public static Sensitive requireToken(String name, Sensitive value) {
        if (idOf(value) == null) {
            throw new IllegalStateException(name + " is not a bot token: it has to be <digits>:<secret>");
        }
        return value;
    }

    boolean hasKeys() {
        return !tokens.isEmpty();
    }

    /** The secrets of all accepted token versions, newest first. */
    List<WebAppSecret> webAppSecrets(Instant now) {
        var accepted = tokens.accepted(now);
        var known = derived;
        if (known == null || !known.from.equals(accepted)) {
            known = new Derived(accepted, accepted.stream().map(Bot::derive).toList());
            derived = known;
        }
        return known.secrets;
    }

    private static WebAppSecret derive(KeyVersion token) {
        var id = idOf(requireToken("the bot token", token.value()));
        return new WebAppSecret(
                new Id(id == null ? "" : id),
                Sensitive.of(WEB_APP_DATA.hmacSha256(token.value().copy())));
    }

    private static @Nullable String idOf(Sensitive token) {
        var text = new String(token.copy(), StandardCharsets.UTF_8);
        var colon = text.indexOf(':');
        var digits = colon > 0 && text.chars().limit(colon).allMatch(c -> c >= '0' && c <= '9');
        return digits && colon < text.length() - 1 ? text.substring(0, colon) : null;
    }
}
