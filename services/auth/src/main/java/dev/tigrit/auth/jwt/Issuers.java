package dev.tigrit.auth.jwt;

import dev.tigrit.auth.keys.AuthKeys;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
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

/**
 * Builds the configured issuers.
 *
 * @param rings finds the ring of a shared secret
 * @param followed gives the keys of an issuer that are published at an address, kept up to date
 */
public record Issuers(AuthKeys.Rings rings, BiFunction<String, KeyAddress, PublishedKeys> followed) {

    /** The name of the built-in profile for JWT_SECRET. */
    public static final String JWT_SECRET = "jwt-secret";

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

    /** All of them; Telegram's when it has client ids. Fails with the name of the property that is wrong. */
    public List<Issuer> build(Map<String, IssuerProperties> configured, TelegramOidcProperties telegram) {
        var issuers = new ArrayList<Issuer>();
        configured.forEach((name, properties) -> {
            var property = "auth.issuers." + name;
            if (!NAME.matcher(name).matches()) {
                throw new IllegalStateException(property + ": a name is 1 to 32 of a-z, 0-9 and -");
            }
            if (name.equals(JWT_SECRET) || (telegram.isOn() && name.equals(TelegramOidcProperties.NAME))) {
                throw new IllegalStateException(property + ": this name is taken by a built-in issuer");
            }
            issuers.add(build(property, name, properties));
        });
        if (telegram.isOn()) {
            issuers.add(build(TelegramOidcProperties.PROPERTY, TelegramOidcProperties.NAME, telegram.toIssuer()));
        }
        return List.copyOf(issuers);
    }

    private Issuer build(String property, String name, IssuerProperties properties) {
        var profile = properties.toProfile(property, name);
        var published = new ArrayList<PublishedKeys>();
        if (properties.jwks() != null) {
            published.add(PublishedKeys.fixed(read(property + ".jwks", properties.jwks())));
        }
        if (properties.jwksUrl() != null) {
            published.add(published(name, property, properties.toKeyAddress(properties.jwksUrl())));
        }
        var secret = properties.secret() == null ? null : secret(property + ".secret", properties.secret());
        return new Issuer(profile, new IssuerKeys(secret, published));
    }

    private PublishedKeys published(String name, String property, KeyAddress address) {
        try {
            return followed.apply(name, address);
        } catch (IllegalArgumentException e) {
            // The message begins with the part of the address that is wrong.
            throw new IllegalStateException(property + "." + e.getMessage(), e);
        }
    }

    private KeyRing secret(String property, String key) {
        var ring = rings.find(key, EnvironmentKeys::requireLength);
        if (ring == null) {
            throw new IllegalStateException(
                    property + ": the key " + key + " is neither in the environment nor in Secrets");
        }
        return ring;
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
