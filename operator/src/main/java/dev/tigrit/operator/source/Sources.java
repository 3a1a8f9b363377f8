package dev.tigrit.operator.source;

import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.Encoding;
import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Bundle.Rendered;
import dev.tigrit.operator.bundle.Entry;
import dev.tigrit.operator.bundle.Entry.Claim;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.config.OperatorConfig;
import dev.tigrit.operator.desire.Candidate;
import dev.tigrit.operator.desire.Candidate.Source;
import dev.tigrit.operator.desire.Decision.Verdict;
import dev.tigrit.operator.desire.Reason;
import dev.tigrit.operator.source.Lookups.Found;
import dev.tigrit.operator.watch.HeldSecrets;
import dev.tigrit.operator.watch.ObjectCache;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The first step of a pass, resolve: every candidate of the namespaces that can be looked at just now. Of a labelled Secret that names
 * readers, each data key that could be a key of the bundle is one.
 *
 * @param unlabelled looks for a Secret, by namespace and name, that no watch shows
 */
public record Sources(ObjectCache seen, OperatorConfig config, BiFunction<String, String, Found> unlabelled) {

    private static final Pattern KEY = Pattern.compile("[A-Z][A-Z0-9_]{0,127}");
    private static final Pattern READER =
            Pattern.compile("internal|[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?/[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    /** As in the schema of ManagedSecret. The Secrets service refuses a whole bundle for an entry with too many. */
    private static final int MAX_READERS = 64;

    private static final int MAX_NAMED = 10;
    private static final int MAX_NAME = 63;

    /** @param stored what is claimed already */
    public List<Candidate> candidates(Set<String> observed, Bundle stored) {
        var claimed = stored.entries().values().stream()
                .map(Rendered::entry)
                .collect(Collectors.groupingBy(
                        entry -> entry.claim().display(), Collectors.mapping(Entry::key, Collectors.toSet())));
        var managed = new ManagedSources(seen, config, unlabelled, stored);
        var candidates = new ArrayList<Candidate>();
        for (var namespace : observed) {
            seen.managedSecrets(namespace)
                    .filter(document -> document.getSpec() != null)
                    .map(managed::candidate)
                    .forEach(candidates::add);
            seen.secrets(namespace)
                    .flatMap(secret -> candidates(
                            secret, claimed.getOrDefault(claim(secret).display(), Set.of()), stored))
                    .forEach(candidates::add);
        }
        return candidates;
    }

    /** What owners of labelled Secrets should know beside what becomes of their keys. */
    public List<Verdict> notices(Set<String> observed) {
        return observed.stream()
                .flatMap(seen::secrets)
                .map(this::notice)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Nothing for a Secret that names no readers and has no keys in the bundle: the label alone is consent to a ManagedSecret.
     *
     * @param claimed keys of the bundle that this Secret has claimed; they stay although their data key or the readers are gone
     */
    private Stream<Candidate> candidates(Secret secret, Set<String> claimed, Bundle stored) {
        var annotations = secret.getMetadata().getAnnotations();
        var annotation = annotations.get(Names.READERS_ANNOTATION);
        var readers = annotation == null ? null : readers(annotation);
        var encoding = encoding(annotations.get(Names.ENCODING_ANNOTATION));
        var keys = new TreeSet<>(claimed);
        if (annotation != null) {
            secret.getData().keySet().stream()
                    .filter(key -> KEY.matcher(key).matches())
                    .forEach(keys::add);
        }
        return keys.stream()
                .map(key -> candidate(secret, key, encoding, readers, source(secret, key, encoding, readers, stored)));
    }

    /** What no key of the bundle can say: data keys that cannot be one, or a Secret whose data is not held. */
    private Optional<Verdict> notice(Secret secret) {
        var meta = secret.getMetadata();
        if (!HeldSecrets.isHeld(secret)) {
            return Optional.of(notice(secret, SecretData.notHeld()));
        }
        var names = secret.getData().keySet().stream()
                .filter(name -> !KEY.matcher(name).matches())
                .sorted()
                .toList();
        if (names.isEmpty() || !meta.getAnnotations().containsKey(Names.READERS_ANNOTATION)) {
            return Optional.empty();
        }
        var named = names.stream()
                .limit(MAX_NAMED)
                .map(name -> name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "..." : name)
                .collect(Collectors.joining(", "));
        var more = names.size() > MAX_NAMED ? " and " + (names.size() - MAX_NAMED) + " more" : "";
        return Optional.of(notice(
                secret,
                new Source.Problem(
                        Reason.KEY_INVALID,
                        "not served, a key has to be like TELEGRAM_BOT_TOKEN (A-Z, 0-9, _): " + named + more)));
    }

    private static Verdict notice(Secret secret, Source.Problem problem) {
        return new Verdict("", claim(secret), 0, problem.reason(), problem.message(), 0, 0, null);
    }

    private static Claim claim(Secret secret) {
        var meta = secret.getMetadata();
        return new Claim(Claim.SECRET, meta.getNamespace(), meta.getName(), meta.getUid());
    }

    private Candidate candidate(
            Secret secret, String key, @Nullable Encoding encoding, @Nullable List<String> readers, Source source) {
        var meta = secret.getMetadata();
        return new Candidate(
                key,
                claim(secret),
                0,
                Instant.parse(meta.getCreationTimestamp()),
                source,
                meta.getName(),
                false,
                false,
                encoding == null ? Encoding.UTF8 : encoding,
                null,
                Duration.ZERO,
                Duration.ZERO,
                0,
                config.permits(meta.getNamespace(), key) ? readers : null);
    }

    private Source source(
            Secret secret, String key, @Nullable Encoding encoding, @Nullable List<String> readers, Bundle stored) {
        if (!config.permits(secret.getMetadata().getNamespace(), key)) {
            return SecretData.notPermitted();
        }
        if (!HeldSecrets.isHeld(secret)) {
            return SecretData.notHeld();
        }
        if (readers == null) {
            return new Source.Problem(
                    Reason.SOURCE_INVALID,
                    "annotation " + Names.READERS_ANNOTATION + " is not a list of at most " + MAX_READERS
                            + " namespace/serviceaccount or internal");
        }
        return encoding == null
                ? new Source.Problem(
                        Reason.SOURCE_INVALID,
                        "annotation " + Names.ENCODING_ANNOTATION + " is neither utf8 nor base64")
                : SecretData.read(secret, key, key, encoding, stored);
    }

    /** @return null when one of them is no reader, or when they are too many */
    static @Nullable List<String> readers(String annotation) {
        var readers = Arrays.stream(annotation.split(","))
                .map(String::strip)
                .filter(reader -> !reader.isEmpty())
                .distinct()
                .sorted()
                .toList();
        return readers.size() <= MAX_READERS
                        && readers.stream()
                                .allMatch(reader -> READER.matcher(reader).matches())
                ? readers
                : null;
    }

    private static @Nullable Encoding encoding(@Nullable String annotation) {
        return switch (annotation) {
            case null -> Encoding.UTF8;
            case "utf8" -> Encoding.UTF8;
            case "base64" -> Encoding.BASE64;
            default -> null;
        };
    }
}
