package dev.tigrit.auth.telegram;

import dev.tigrit.auth.jwt.Ed25519Key;
import dev.tigrit.auth.telegram.BotKey.Accept;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.key.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One bot: the versions of its key, and what is derived from each. */
public final class Bot {

    private record Derived(List<KeyVersion> from, List<BotKey> keys) {}

    private static final Sensitive WEB_APP_DATA = Sensitive.ofUtf8("WebAppData");
    private static final int SECRET_BYTES = 32;

    private final KeyRing ring;
    private final Function<KeyVersion, BotKey> derivation;
    private volatile Derived derived = new Derived(List.of(), List.of());

    private Bot(KeyRing ring, Function<KeyVersion, BotKey> derivation) {
        this.ring = ring;
        this.derivation = derivation;
    }

    /** A bot known by its token, {@code <id>:<secret>}. */
    public static Bot ofToken(KeyRing tokens, Accept accept, Ed25519Key telegram) {
        return new Bot(tokens, version -> {
            var token = version.value();
            return new BotKey(
                    idOf(token),
                    accept,
                    Sensitive.of(WEB_APP_DATA.hmacSha256(token.copy())),
                    Sensitive.of(Sha256.of(token.copy())),
                    telegram);
        });
    }

    /** A bot known by the secret that Telegram derives from its token for Mini Apps, without the token itself. */
    public static Bot ofWebAppSecret(String id, KeyRing secrets, Accept accept, Ed25519Key telegram) {
        return new Bot(secrets, version -> new BotKey(id, accept, version.value(), null, telegram));
    }

    /** A bot whose initData is verified by Telegram's public key alone. */
    public static Bot ofPublicKey(String id, Ed25519Key telegram) {
        var key = new BotKey(id, Accept.ED25519, null, null, telegram);
        var nothing = KeyVersion.of(1, Sensitive.ofUtf8(id), Instant.EPOCH, null);
        return new Bot(KeyRing.of(List.of(nothing)), _ -> key);
    }

    /** @throws IllegalStateException names the key of a value that is no token; the value is not quoted */
    public static Sensitive requireToken(String name, Sensitive value) {
        if (findId(value) == null) {
            throw new IllegalStateException(name + " is not a bot token: it has to be <digits>:<secret>");
        }
        return value;
    }

    /** @throws IllegalStateException names the key of a value that is no derived secret; the value is not quoted */
    public static Sensitive requireWebAppSecret(String name, Sensitive value) {
        try {
            var bytes = HexFormat.of().parseHex(new String(value.copy(), StandardCharsets.US_ASCII));
            if (bytes.length == SECRET_BYTES) {
                return Sensitive.of(bytes);
            }
        } catch (IllegalArgumentException _) {
            // Said below, without the value.
        }
        throw new IllegalStateException(name + " is not a derived secret: it has to be 64 hexadecimal digits");
    }

    boolean hasKeys() {
        return !ring.isEmpty();
    }

    /** One for each accepted version, newest first. */
    List<BotKey> keys(Instant now) {
        var accepted = ring.accepted(now);
        var known = derived;
        if (!known.from.equals(accepted)) {
            known = new Derived(accepted, accepted.stream().map(derivation).toList());
            derived = known;
        }
        return known.keys;
    }

    private static String idOf(Sensitive token) {
        var id = findId(token);
        if (id == null) {
            throw new IllegalStateException("a ring of bot tokens holds another value");
        }
        return id;
    }

    private static @Nullable String findId(Sensitive token) {
        var text = new String(token.copy(), StandardCharsets.UTF_8);
        var colon = text.indexOf(':');
        var digits = colon > 0 && text.chars().limit(colon).allMatch(c -> c >= '0' && c <= '9');
        return digits && colon < text.length() - 1 ? text.substring(0, colon) : null;
    }
}
