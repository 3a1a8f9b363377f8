package dev.tigrit.operator.source;

import dev.tigrit.operator.Names;
import dev.tigrit.operator.api.v1alpha1.Encoding;
import dev.tigrit.operator.api.v1alpha1.Generate;
import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec;
import dev.tigrit.operator.api.v1alpha1.Rotation;
import dev.tigrit.operator.api.v1alpha1.SecretRef;
import dev.tigrit.operator.bundle.Claim;
import dev.tigrit.operator.desire.Candidate;
import dev.tigrit.operator.desire.Reason;
import dev.tigrit.operator.desire.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** ManagedSecrets as candidates. */
final class ManagedSources {

    private final Seen seen;
    private final Names names;
    private final KeyPatterns patterns;
    private final Unlabelled unlabelled;

    ManagedSources(Seen seen, Names names, KeyPatterns patterns, Unlabelled unlabelled) {
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
                Instant.parse(meta.getCreationTimestamp()),
                permitted ? source(document) : notPermitted(document),
                generate != null,
                encoding(spec),
                rotation.intervalOrNever(),
                rotation.overlapOrNone(),
                rotation.overlapOrNone().isZero() ? Duration.ZERO : rotation.publishAheadOrDefault(),
                Objects.requireNonNullElse(spec.revokeBefore(), 0L),
                permitted
                        ? Objects.requireNonNullElse(spec.readers(), List.<String>of()).stream()
                                .distinct()
                                .sorted()
                                .toList()
                        : null);
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
            if (unlabelled.exists(namespace, reference.name())) {
                return new Source.Problem(
                        Reason.SOURCE_NOT_CONSENTED,
                        "Secret " + reference.name() + " is not labelled " + Names.SYNC_LABEL + "=true");
            }
            return generated
                    ? new Source.NotGenerated()
                    : new Source.Problem(Reason.SOURCE_MISSING, "there is no Secret " + reference.name());
        }
        return SecretData.read(
                secret, Objects.requireNonNullElse(reference.key(), spec.key()), spec.key(), encoding(spec));
    }

    private static Encoding encoding(ManagedSecretSpec spec) {
        return Objects.requireNonNullElse(spec.encoding(), Encoding.UTF8);
    }
}
