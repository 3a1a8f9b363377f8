package dev.tigrit.operator.source;

import dev.tigrit.operator.Names;
import dev.tigrit.operator.api.v1alpha1.DeletionPolicy;
import dev.tigrit.operator.api.v1alpha1.Generate;
import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.bundle.SecretValue;
import dev.tigrit.operator.desire.Desired.Making;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets of the operator's own making. One that is not there is created; one that is there is only replaced at the version that the
 * decision was made on, so that an edit in between is never lost.
 */
public final class GeneratedSecrets {

    private static final Logger LOG = LoggerFactory.getLogger(GeneratedSecrets.class);

    private final KubernetesClient client;
    private final Seen seen;
    private final Names names;
    private final SecureRandom random = new SecureRandom();

    public GeneratedSecrets(KubernetesClient client, Seen seen, Names names) {
        this.client = client;
        this.seen = seen;
        this.names = names;
    }

    /** The watch tells of what was written, and the next pass takes it from there. */
    public void make(Making making) {
        var document =
                seen.managedSecret(making.claim().namespace(), making.claim().name());
        var generate = document == null ? null : document.getSpec().generate();
        if (document == null || generate == null) {
            return;
        }
        var value = Objects.requireNonNullElseGet(making.restored(), () -> SecretValue.generated(random));
        var name = ManagedSources.generatedName(document, generate);
        try {
            if (making.replaces()) {
                replace(making, name, value);
            } else {
                client.resource(secret(making, document, generate, value)).create();
            }
            LOG.atInfo()
                    .addKeyValue("key", making.key())
                    .addKeyValue("restored", making.restored() != null)
                    .addKeyValue("rotated", making.replaces())
                    .log("a value was made");
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            LOG.atInfo().addKeyValue("key", making.key()).log("somebody else has written the Secret meanwhile");
        }
    }

    private void replace(Making making, String name, SecretValue value) {
        var before = seen.secret(making.claim().namespace(), name);
        if (before == null) {
            return;
        }
        var after = new SecretBuilder(before)
                .addToData(making.key(), value.base64())
                .build();
        client.resource(after)
                .lockResourceVersion(before.getMetadata().getResourceVersion())
                .update();
    }

    private Secret secret(Making making, ManagedSecret document, Generate generate, SecretValue value) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(making.claim().namespace())
                .withName(ManagedSources.generatedName(document, generate))
                .withLabels(names.labels())
                .addToLabels(Names.SYNC_LABEL, "true")
                .withOwnerReferences(owners(document))
                .endMetadata()
                .withType("Opaque")
                .withData(Map.of(making.key(), value.base64()))
                .build();
    }

    private static List<OwnerReference> owners(ManagedSecret document) {
        return document.getSpec().deletionPolicy() == DeletionPolicy.DELETE
                ? List.of(new OwnerReferenceBuilder()
                        .withApiVersion(document.getApiVersion())
                        .withKind(document.getKind())
                        .withName(document.getMetadata().getName())
                        .withUid(document.getMetadata().getUid())
                        .build())
                : List.of();
    }
}
