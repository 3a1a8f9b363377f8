package dev.tigrit.operator.source;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.DeletionPolicy;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.Encoding;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.Rotation;
import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Entry.Claim;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.config.OperatorConfig;
import dev.tigrit.operator.desire.Candidate;
import dev.tigrit.operator.desire.Candidate.Source;
import dev.tigrit.operator.desire.Reason;
import dev.tigrit.operator.source.Lookups.Found;
import dev.tigrit.operator.watch.ObjectCache;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

record ManagedSources(
        ObjectCache seen, OperatorConfig config, BiFunction<String, String, Found> unlabelled, Bundle stored) {

    Candidate candidate(ManagedSecret document) {
        var meta = document.getMetadata();
        var spec = document.getSpec();
        var rotation = Objects.requireNonNullElseGet(spec.rotation(), () -> new Rotation(null, null, null));
        var secret = seen.secret(meta.getNamespace(), sourceName(document));
        var generated = spec.generate() != null;
        var problem = notPermitted(meta.getNamespace(), spec);
        return new Candidate(
                spec.key(),
                new Claim(Claim.MANAGED_SECRET, meta.getNamespace(), meta.getName(), meta.getUid()),
                Objects.requireNonNullElse(meta.getGeneration(), 0L),
                Instant.parse(meta.getCreationTimestamp()),
                problem == null ? source(document, secret) : problem,
                sourceName(document),
                // Else the operator must not write the Secret.
                generated && (secret == null || Names.isOwn(secret)),
                generated && secret != null && Names.isOwn(secret) && isOwnerDue(document, secret),
                encoding(spec),
                rotation.intervalOrNever(),
                rotation.overlapOrNone(),
                rotation.overlapOrNone().isZero() ? Duration.ZERO : rotation.publishAheadOrDefault(),
                Objects.requireNonNullElse(spec.revokeBefore(), 0L),
                problem == null ? readers(spec, secret) : null);
    }

    /** Whether the Secret is the document's although it shall stay without it, or the other way round. */
    private static boolean isOwnerDue(ManagedSecret document, Secret secret) {
        var uid = document.getMetadata().getUid();
        return (document.getSpec().deletionPolicy() == DeletionPolicy.DELETE)
                != secret.getMetadata().getOwnerReferences().stream().anyMatch(owner -> uid.equals(owner.getUid()));
    }

    /** Those that are asked for and that the owner of the Secret lets read it. */
    private static List<String> readers(ManagedSecretSpec spec, @Nullable Secret secret) {
        var limit = secret == null ? null : limit(secret);
        return asked(spec)
                .filter(reader -> limit == null || limit.contains(reader))
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<String> asked(ManagedSecretSpec spec) {
        return Objects.requireNonNullElse(spec.readers(), List.<String>of()).stream();
    }

    /** Whom the owner of a Secret lets read it; null when its annotations name nobody, so that the label alone is consent. */
    private static @Nullable List<String> limit(Secret secret) {
        var annotation = secret.getMetadata().getAnnotations().get(Names.READERS_ANNOTATION);
        return annotation == null ? null : Objects.requireNonNullElse(Sources.readers(annotation), List.<String>of());
    }

    /** The Secret that holds or keeps the value; empty for a document that names none, which the API server does not take. */
    static String sourceName(ManagedSecret document) {
        var generate = document.getSpec().generate();
        var reference = document.getSpec().secretRef();
        if (generate != null) {
            return Objects.requireNonNullElse(
                    generate.secretName(), document.getMetadata().getName());
        }
        return reference == null ? "" : reference.name();
    }

    private Source.@Nullable Problem notPermitted(String namespace, ManagedSecretSpec spec) {
        if (!config.permits(namespace, spec.key())) {
            return SecretData.notPermitted();
        }
        return spec.generate() != null && !namespace.equals(config.namespace())
                ? new Source.Problem(
                        Reason.NOT_PERMITTED, "generate works in namespace " + config.namespace() + " only")
                : null;
    }

    private Source source(ManagedSecret document, @Nullable Secret secret) {
        var spec = document.getSpec();
        var name = sourceName(document);
        var reference = spec.generate() == null ? spec.secretRef() : null;
        if (spec.generate() == null && reference == null) {
            return new Source.Problem(Reason.SOURCE_INVALID, "neither secretRef nor generate");
        }
        if (secret == null) {
            return unseen(document.getMetadata().getNamespace(), name, reference == null);
        }
        if (reference != null && Names.isOwn(secret)) {
            return new Source.Problem(
                    Reason.NOT_PERMITTED, "Secret " + name + " was generated by the operator for another key");
        }
        var limit = limit(secret);
        if (limit != null && !asked(spec).allMatch(limit::contains)) {
            return new Source.Problem(
                    Reason.NOT_PERMITTED,
                    "annotation " + Names.READERS_ANNOTATION + " of Secret " + name
                            + " does not name all of these readers");
        }
        var dataKey = reference == null ? null : reference.key();
        return SecretData.read(
                secret, Objects.requireNonNullElse(dataKey, spec.key()), spec.key(), encoding(spec), stored);
    }

    private Source unseen(String namespace, String name, boolean generated) {
        return switch (unlabelled.apply(namespace, name)) {
            case UNLABELLED ->
                new Source.Problem(
                        Reason.SOURCE_NOT_CONSENTED,
                        "Secret " + name + " is not labelled " + Names.SYNC_LABEL + "=true");
            case PENDING ->
                new Source.Problem(
                        generated ? Reason.GENERATING : Reason.SOURCE_MISSING,
                        "Secret " + name + " is being looked for");
            case UNKNOWN ->
                new Source.Problem(Reason.SOURCE_MISSING, "Secret " + name + " cannot be looked up just now");
            case NOTHING, LABELLED ->
                generated
                        ? new Source.NotGenerated()
                        : new Source.Problem(Reason.SOURCE_MISSING, "there is no Secret " + name);
        };
    }

    private static Encoding encoding(ManagedSecretSpec spec) {
        return Objects.requireNonNullElse(spec.encoding(), Encoding.UTF8);
    }
}
