package dev.tigrit.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;

/** The configuration that ISSUERS.md gives for a provider, built as the application builds it, with keys of a test. */
final class Recipe {

    static final String SECRET = "a legacy secret of more than thirty-two bytes";

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_100);

    private final PublishedKeys keys = PublishedKeys.awaited();
    private final JwtVerifier verifier;

    private Recipe(String yaml) throws IOException {
        var sources = new MutablePropertySources();
        new YamlPropertySourceLoader()
                .load("recipe", new ByteArrayResource(yaml.getBytes(UTF_8)))
                .forEach(sources::addLast);
        var auth = new Binder(ConfigurationPropertySources.from(sources)).bindOrCreate("auth", Auth.class);
        var ring = KeyRing.of(List.of(KeyVersion.of(1, Sensitive.ofText(SECRET), Instant.EPOCH, null)));
        verifier = new JwtVerifier(new Issuers((_, _) -> ring, (_, _) -> keys)
                .build(auth.issuers(), auth.telegram().oidc()));
    }

    /** What is bound. */
    record Auth(
            @DefaultValue Map<String, IssuerProperties> issuers,
            @DefaultValue Telegram telegram) {}

    record Telegram(@DefaultValue TelegramOidcProperties oidc) {}

    /** With the provider's first key published. */
    static Recipe of(Provider provider) {
        try {
            var page = Files.readString(Path.of("ISSUERS.md"));
            var block = Pattern.compile("## " + provider.name() + "\n.*?```yaml\n(.*?)```", Pattern.DOTALL)
                    .matcher(page);
            assertThat(block.find()).isTrue();
            var recipe = new Recipe(block.group(1));
            recipe.publish(provider.jwks(provider.first()));
            return recipe;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PublishedKeys keys() {
        return keys;
    }

    void publish(String jwks) {
        keys.replace(Objects.requireNonNull(JwkReader.read(jwks.getBytes(UTF_8))), NOW, Duration.ofMinutes(15));
        keys.forgetMiss();
    }

    Verdict verify(String token) {
        return verifier.verify(token, NOW);
    }

    String userId(String token) {
        return verify(token) instanceof Verdict.Accepted(var identity)
                ? identity.userId()
                : verify(token).toString();
    }
}
