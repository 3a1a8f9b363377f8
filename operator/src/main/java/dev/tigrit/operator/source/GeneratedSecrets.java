package dev.tigrit.operator.source;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.DeletionPolicy;
import dev.tigrit.operator.bundle.Entry.Claim;
import dev.tigrit.operator.bundle.SecretValue;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.desire.Decision.Desired.SecretToGenerate;
import dev.tigrit.operator.watch.HeldSecrets;
import dev.tigrit.operator.watch.ObjectCache;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generated Secrets. One that is not there is created; one that is there is only replaced if an operator has made it,
 * and at the version that the decision was made on, so that an edit in between is never lost.
 */
public final class GeneratedSecrets {

    private static final Logger LOG = LoggerFactory.getLogger(GeneratedSecrets.class);

    private final KubernetesClient client;
    private final ObjectCache objects;
    private Map<Claim, String> problems = Map.of();

    public GeneratedSecrets(KubernetesClient client, ObjectCache objects) {
        this.client = client;
        this.objects = objects;
    }

    /** Why a Secret could not be written the last time, by claimant. */
    public Map<Claim, String> problems() {
        return problems;
    }

    /** Writes each of them; one that cannot be written does not delay the others. The watch sees what was written. */
    public void write(List<SecretToGenerate> secrets) {
        var failed = new HashMap<Claim, String>();
        for (var secret : secrets) {
            try {
                write(secret);
            } catch (RuntimeException e) {
                // Never a message: it can quote the Secret.
                var problem = e instanceof KubernetesClientException api && api.getCode() > 0
                        ? "the API server answered " + api.getCode()
                        : e.getClass().getSimpleName();
                failed.put(secret.claim(), problem);
                (problems.containsKey(secret.claim()) ? LOG.atDebug() : LOG.atWarn())
                        .addKeyValue("key", secret.key())
                        .addKeyValue("problem", problem)
                        .log("a generated Secret cannot be written");
            }
        }
        problems = Map.copyOf(failed);
    }

    private void write(SecretToGenerate generated) {
        var document = objects.managedSecret(
                generated.claim().namespace(), generated.claim().name());
        if (document == null || document.getSpec().generate() == null) {
            return;
        }
        var value = Objects.requireNonNullElseGet(generated.restored(), SecretValue::generated);
        try {
            if (generated.replaced() != null) {
                replace(generated, document, value, generated.replaced());
            } else {
                client.resource(secret(generated, document, value)).create();
            }
            LOG.atInfo()
                    .addKeyValue("key", generated.key())
                    .addKeyValue("restored", generated.restored() != null)
                    .addKeyValue("replaced", generated.replaced() != null)
                    .log("a generated Secret was written");
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            LOG.atInfo().addKeyValue("key", generated.key()).log("somebody else has written the Secret meanwhile");
        }
    }

    private void replace(SecretToGenerate generated, ManagedSecret document, SecretValue value, SecretValue replaced) {
        var name = ManagedSources.sourceName(document);
        var before = objects.secret(generated.claim().namespace(), name);
        if (before == null || !Names.isOwn(before) || !holds(before, generated.key(), replaced)) {
            return;
        }
        // Not all of a Secret is held here, and what is written is all of it.
        var whole = client.secrets()
                .inNamespace(generated.claim().namespace())
                .withName(name)
                .get();
        var version = before.getMetadata().getResourceVersion();
        if (whole == null || !version.equals(whole.getMetadata().getResourceVersion())) {
            return;
        }
        var written = new SecretBuilder(whole)
                .editMetadata()
                .withOwnerReferences(Stream.concat(
                                whole.getMetadata().getOwnerReferences().stream()
                                        .filter(owner -> !HeldSecrets.isManagedSecret(owner)),
                                owners(document).stream())
                        .toList())
                .endMetadata();
        client.resource((value.equals(replaced) ? written : written.addToData(generated.key(), value.base64())).build())
                .lockResourceVersion(version)
                .update();
    }

    /** Whether the decision was made on this very value. */
    private static boolean holds(Secret secret, String key, SecretValue value) {
        var held = SecretValue.ofBase64(secret.getData().getOrDefault(key, ""));
        return held.equals(value) || held.withoutTrailingLineBreak().equals(value);
    }

    private Secret secret(SecretToGenerate generated, ManagedSecret document, SecretValue value) {
        return new SecretBuilder()
                .withMetadata(Names.metadata(generated.claim().namespace(), ManagedSources.sourceName(document))
                        .addToLabels(Names.SYNC_LABEL, "true")
                        .withOwnerReferences(owners(document))
                        .build())
                .withType("Opaque")
                .withData(Map.of(generated.key(), value.base64()))
                .build();
    }

    private static List<OwnerReference> owners(ManagedSecret document) {
        return document.getSpec().deletionPolicy() == DeletionPolicy.DELETE
                ? List.of(Names.owner(document))
                : List.of();
    }
}
