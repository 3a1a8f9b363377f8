package dev.tigrit.starter.key;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Keys given to the process itself, in its environment: {@code NAME} and, for an overlap, {@code NAME_PREVIOUS}. Values are
 * taken as they are: a {@code ${...}} inside a key is not a placeholder.
 */
public final class EnvironmentKeys {

    /** Least length of a key that signs or authenticates (RFC 7518 section 3.2: as long as the hash). */
    public static final int MIN_KEY_BYTES = 32;

    private final ConfigurableEnvironment environment;

    public EnvironmentKeys(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    /** The value without one trailing line break, or nothing when unset or blank. */
    public Optional<Sensitive> find(String name) {
        return environment.getPropertySources().stream()
                .flatMap(source -> Stream.ofNullable(source.getProperty(name)))
                .findFirst()
                .map(Objects::toString)
                .filter(text -> !text.isBlank())
                .map(Sensitive::ofText);
    }

    /** The versions of a key that signs or authenticates, usable at once and without an end; fails naming one that is too short. */
    public Optional<List<KeyVersion>> findKey(String name) {
        return findVersions(name, EnvironmentKeys::requireLength);
    }

    public Optional<Sensitive> findNewest(String name) {
        return findKey(name).map(versions -> versions.getFirst().value());
    }

    /** The same for a value with a rule of its own, which returns the value, or throws naming the variable. */
    public Optional<List<KeyVersion>> findVersions(String name, BiFunction<String, Sensitive, Sensitive> rule) {
        var previousName = name + "_PREVIOUS";
        var current = find(name).map(value -> KeyVersion.of(2, rule.apply(name, value), Instant.EPOCH, null));
        var previous =
                find(previousName).map(value -> KeyVersion.of(1, rule.apply(previousName, value), Instant.EPOCH, null));
        if (current.isEmpty() && previous.isPresent()) {
            throw new IllegalStateException(previousName + " is set but " + name + " is not");
        }
        return current.map(
                version -> Stream.concat(Stream.of(version), previous.stream()).toList());
    }

    /** @throws IllegalStateException names the key that is shorter than {@link #MIN_KEY_BYTES} */
    public static Sensitive requireLength(String name, Sensitive value) {
        if (value.length() < MIN_KEY_BYTES) {
            throw new IllegalStateException(
                    name + " has " + value.length() + " bytes; it needs at least " + MIN_KEY_BYTES);
        }
        return value;
    }
}
