package dev.tigrit.auth.jwt;

import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.Sensitive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds the configured issuers.
 *
 * @param rings finds the ring of a shared secret
 * @param followed gives the keys that are published at an address, kept up to date
 */
public record Issuers(Rings rings, Followed followed) {

    /** The name of the built-in profile for JWT_SECRET. */
    public static final String JWT_SECRET = "jwt-secret";

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

    /** Finds the ring of a key, or null when the key is not available. */
    @FunctionalInterface
    public interface Rings {
        @Nullable
        KeyRing find(String name, BiFunction<String, Sensitive, Sensitive> rule);
    }

    /** Gives the keys of an issuer that are published at that address. */
    @FunctionalInterface
    public interface Followed {
        PublishedKeys follow(String issuer, KeyAddress address);
    }

    /**
     * All of them; Telegram's when it has client ids.
     *
     * @throws IllegalStateException names the property that is wrong
     */
    public List<Issuer> build(Map<String, IssuerProperties> configured, TelegramOidcProperties telegram) {
        var issuers = new ArrayList<Issuer>();
        configured.forEach((name, properties) -> issuers.add(build(name, properties, telegram)));
        if (telegram.isOn()) {
            var keys = published(
                    TelegramOidcProperties.NAME,
                    TelegramOidcProperties.PROPERTY,
                    new KeyAddress(telegram.jwksUrl(), false, null, null));
            issuers.add(new Issuer(telegram.toProfile(), keys));
        }
        return List.copyOf(issuers);
    }

    private Issuer build(String name, IssuerProperties properties, TelegramOidcProperties telegram) {
        var property = "auth.issuers." + name;
        if (!NAME.matcher(name).matches()) {
            throw new IllegalStateException(property + ": a name is 1 to 32 of a-z, 0-9 and -");
        }
        if (name.equals(JWT_SECRET) || (telegram.isOn() && name.equals(TelegramOidcProperties.NAME))) {
            throw new IllegalStateException(property + ": this name is taken by a built-in issuer");
        }
        return new Issuer(properties.toProfile(property, name), keys(name, property, properties));
    }

    /** One source as it is, several together. */
    private SignatureKeys keys(String name, String property, IssuerProperties properties) {
        var published = new ArrayList<PublishedKeys>();
        if (properties.jwks() != null) {
            published.add(PublishedKeys.fixed(read(property + ".jwks", properties.jwks())));
        }
        var address = properties.toKeyAddress();
        if (address != null) {
            published.add(published(name, property, address));
        }
        var secret = properties.secret() == null ? null : secret(property + ".secret", properties.secret());
        if (published.isEmpty() && secret != null) {
            return secret;
        }
        return published.size() == 1 && secret == null ? published.getFirst() : new SeveralKeys(secret, published);
    }

    private PublishedKeys published(String name, String property, KeyAddress address) {
        try {
            return followed.follow(name, address);
        } catch (IllegalArgumentException e) {
            // The message begins with the part of the address that is wrong.
            throw new IllegalStateException(property + "." + e.getMessage(), e);
        }
    }

    private SharedSecret secret(String property, String key) {
        var ring = rings.find(key, EnvironmentKeys::requireLength);
        if (ring == null) {
            throw new IllegalStateException(
                    property + ": the key " + key + " is neither in the environment nor in Secrets");
        }
        return new SharedSecret(ring);
    }

    private static KeySet read(String property, String given) {
        var keys = JwkReader.read(bytes(property, given.strip()));
        if (keys == null) {
            throw new IllegalStateException(property + " is no JWK Set");
        }
        if (keys.size() == 0) {
            throw new IllegalStateException(property + " has no usable key");
        }
        return keys;
    }

    private static byte[] bytes(String property, String given) {
        if (given.startsWith("{")) {
            return given.getBytes(StandardCharsets.UTF_8);
        }
        try {
            var file = Path.of(given);
            if (Files.size(file) > JwkReader.MAX_BYTES) {
                throw new IllegalStateException(property + " is larger than " + JwkReader.MAX_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalStateException(property + " is neither JSON nor a file that can be read", e);
        }
    }
}
