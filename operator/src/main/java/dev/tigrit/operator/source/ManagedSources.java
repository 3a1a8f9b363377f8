package dev.tigrit.operator.source;

import dev.tigrit.operator.api.v1alpha1.DeletionPolicy;
import dev.tigrit.operator.api.v1alpha1.Encoding;
import dev.tigrit.operator.api.v1alpha1.Generate;
import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec;
import dev.tigrit.operator.api.v1alpha1.Rotation;
import dev.tigrit.operator.api.v1alpha1.SecretRef;
import dev.tigrit.operator.bundle.Claim;
import dev.tigrit.operator.config.KeyPatterns;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.desire.Candidate;
import dev.tigrit.operator.desire.Reason;
import dev.tigrit.operator.desire.Source;
import dev.tigrit.operator.watch.ObjectCache;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** ManagedSecrets as candidates. */
final class ManagedSources {

    private final ObjectCache seen;
    private final Names names;
    private final KeyPatterns patterns;
    private final Unlabelled unlabelled;

    ManagedSources(ObjectCache seen, Names names, KeyPatterns patterns, Unlabelled unlabelled) {
        this.seen = seen;
        this.names = names;
        this.patterns = patterns;
        this.unlabelled = unlabelled;
    }

    Candidate candidate(ManagedSecret document) {
        var meta = document.getMetadata();
        var spec = document.getSpec();
        var rotation = Objects.requireNonNullElseGet(spec.rotation(), () -> new Rotation(null, null, null));
        var generate = spec.generate();
        var permitted = patterns.permits(meta.getNamespace(), spec.key())
                && (generate == null || meta.getNamespace().equals(names.namespace()));
        return new Candidate(
                spec.key(),
                new Claim(Claim.MANAGED_SECRET, meta.getNamespace(), meta.getName(), meta.getUid()),
                Objects.requireNonNullElse(meta.getGeneration(), 0L),
                Instant.parse(meta.getCreationTimestamp()),
                permitted ? source(document) : notPermitted(document),
                sourceName(document),
                generate != null && isOurs(document),
                generate != null && isOwnerDue(document),
                encoding(spec),
                rotation.intervalOrNever(),
                rotation.overlapOrNone(),
                rotation.overlapOrNone().isZero() ? Duration.ZERO : rotation.publishAheadOrDefault(),
                Objects.requireNonNullElse(spec.revokeBefore(), 0L),
                permitted ? readers(document) : null);
    }

    /** Whether the operator may write the Secret: there is none yet, or it is one of its making. */
    private boolean isOurs(ManagedSecret document) {
        var secret = secret(document);
        return secret == null || Names.isMade(secret.getMetadata().getLabels());
    }

    /** Whether a Secret of the operator's making is the document's although it shall stay without it, or the other way round. */
    private boolean isOwnerDue(ManagedSecret document) {
        var secret = secret(document);
        return secret != null
                && Names.isMade(secret.getMetadata().getLabels())
                && (document.getSpec().deletionPolicy() == DeletionPolicy.DELETE)
                        != secret.getMetadata().getOwnerReferences().stream()
                                .anyMatch(
                                        owner -> document.getMetadata().getUid().equals(owner.getUid()));
    }

    /** Those that are asked for and that the owner of the Secret lets read it. */
    private List<String> readers(ManagedSecret document) {
        var secret = secret(document);
        var limit = secret == null ? null : limit(secret);
        return asked(document.getSpec())
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
        var annotations = secret.getMetadata().getAnnotations();
        var annotation = annotations == null ? null : annotations.get(Names.READERS_ANNOTATION);
        return annotation == null
                ? null
                : Objects.requireNonNullElse(LabelledSources.readers(annotation), List.<String>of());
    }

    private @Nullable Secret secret(ManagedSecret document) {
        return seen.secret(document.getMetadata().getNamespace(), sourceName(document));
    }

    /** Empty for a document that names no Secret, which the API server does not take. */
    private static String sourceName(ManagedSecret document) {
        var generate = document.getSpec().generate();
        var reference = document.getSpec().secretRef();
        if (generate != null) {
            return generatedName(document, generate);
        }
        return reference == null ? "" : reference.name();
    }

    /** The Secret that keeps a generated value. */
    static String generatedName(ManagedSecret document, Generate generate) {
        return Objects.requireNonNullElse(
                generate.secretName(), document.getMetadata().getName());
    }

    private Source notPermitted(ManagedSecret document) {
        var message = patterns.permits(
                        document.getMetadata().getNamespace(),
                        document.getSpec().key())
                ? "generate works in namespace " + names.namespace() + " only"
                : "the operator's configuration does not let this namespace have this key";
        return new Source.Problem(Reason.NOT_PERMITTED, message);
    }

    private Source source(ManagedSecret document) {
        var spec = document.getSpec();
        var generate = spec.generate();
        if (generate != null) {
            return read(document, new SecretRef(generatedName(document, generate), null), true);
        }
        var reference = spec.secretRef();
        return reference == null
                ? new Source.Problem(Reason.SOURCE_INVALID, "neither secretRef nor generate")
                : read(document, reference, false);
    }

    private Source read(ManagedSecret document, SecretRef reference, boolean generated) {
        var namespace = document.getMetadata().getNamespace();
        var spec = document.getSpec();
        var secret = seen.secret(namespace, reference.name());
        if (secret == null) {
            return unseen(namespace, reference.name(), generated);
        }
        if (!generated && Names.isMade(secret.getMetadata().getLabels())) {
            return new Source.Problem(
                    Reason.NOT_PERMITTED,
                    "Secret " + reference.name() + " is of the operator's making and belongs to another key");
        }
        var limit = limit(secret);
        if (limit != null && !asked(spec).allMatch(limit::contains)) {
            return new Source.Problem(
                    Reason.NOT_PERMITTED,
                    "annotation " + Names.READERS_ANNOTATION + " of Secret " + reference.name()
                            + " does not name all of these readers");
        }
        return SecretData.read(
                secret, Objects.requireNonNullElse(reference.key(), spec.key()), spec.key(), encoding(spec));
    }

    private Source unseen(String namespace, String name, boolean generated) {
        return switch (unlabelled.look(namespace, name)) {
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
