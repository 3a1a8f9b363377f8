package dev.tigrit.operator.source;

import dev.tigrit.operator.Names;
import dev.tigrit.operator.api.v1alpha1.DeletionPolicy;
import dev.tigrit.operator.api.v1alpha1.Generate;
import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.bundle.SecretValue;
import dev.tigrit.operator.desire.Desired;
import dev.tigrit.operator.desire.Desired.Making;
import dev.tigrit.operator.desire.Reason;
import dev.tigrit.operator.desire.Verdict;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets of the operator's own making. One that is not there is created; one that is there is only replaced if an operator has made it,
 * and at the version that the decision was made on, so that an edit in between is never lost.
 */
public final class GeneratedSecrets {

    private static final Logger LOG = LoggerFactory.getLogger(GeneratedSecrets.class);

    private final KubernetesClient client;
    private final Seen seen;
    private final Names names;
    private final SecureRandom random = new SecureRandom();
    /** Keys whose Secret could not be written the last time: it is told once. */
    private final Set<String> failing = new HashSet<>();

    public GeneratedSecrets(KubernetesClient client, Seen seen, Names names) {
        this.client = client;
        this.seen = seen;
        this.names = names;
    }

    /**
     * Makes each of them; one that cannot be made holds up nothing else. The watch tells of what was written, and the next pass takes it
     * from there.
     *
     * @return with verdicts on what could not be made
     */
    public Desired make(Desired desired) {
        var problems = new HashMap<String, String>();
        for (var making : desired.making()) {
            try {
                make(making);
            } catch (RuntimeException e) {
                var problem = problem(e);
                problems.put(making.key(), problem);
                (failing.contains(making.key()) ? LOG.atDebug() : LOG.atWarn())
                        .addKeyValue("key", making.key())
                        .addKeyValue("problem", problem)
                        .log("a value cannot be made");
            }
        }
        failing.clear();
        failing.addAll(problems.keySet());
        return problems.isEmpty()
                ? desired
                : desired.withVerdicts(desired.verdicts().stream()
                        .map(verdict -> failed(verdict, desired, problems))
                        .toList());
    }

    private static Verdict failed(Verdict verdict, Desired desired, Map<String, String> problems) {
        var problem = problems.get(verdict.key());
        if (problem == null || desired.making().stream().noneMatch(making -> making.isFor(verdict))) {
            return verdict;
        }
        return verdict.because(Reason.GENERATION_FAILED, "the Secret of the value cannot be written: " + problem);
    }

    /** Never a message: it can quote the Secret. */
    private static String problem(RuntimeException e) {
        return e instanceof KubernetesClientException api && api.getCode() > 0
                ? "the API server answered " + api.getCode()
                : e.getClass().getSimpleName();
    }

    private void make(Making making) {
        var document =
                seen.managedSecret(making.claim().namespace(), making.claim().name());
        var generate = document == null ? null : document.getSpec().generate();
        if (document == null || generate == null) {
            return;
        }
        var value = Objects.requireNonNullElseGet(making.restored(), () -> SecretValue.generated(random));
        var name = ManagedSources.generatedName(document, generate);
        try {
            if (making.replaced() != null) {
                replace(making, document, name, value, making.replaced());
            } else {
                client.resource(secret(making, document, generate, value)).create();
            }
            LOG.atInfo()
                    .addKeyValue("key", making.key())
                    .addKeyValue("restored", making.restored() != null)
                    .addKeyValue("replaced", making.replaced() != null)
                    .log("a generated Secret was written");
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            LOG.atInfo().addKeyValue("key", making.key()).log("somebody else has written the Secret meanwhile");
        }
    }

    private void replace(Making making, ManagedSecret document, String name, SecretValue value, SecretValue replaced) {
        var before = seen.secret(making.claim().namespace(), name);
        if (before == null
                || !Names.isMade(before.getMetadata().getLabels())
                || !holds(before, making.key(), replaced)) {
            return;
        }
        // Not all of a Secret is held here, and what is written is all of it.
        var whole = client.secrets()
                .inNamespace(making.claim().namespace())
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
                                        .filter(owner -> !HeldSecret.isManagedSecret(owner)),
                                owners(document).stream())
                        .toList())
                .endMetadata();
        client.resource((value.equals(replaced) ? written : written.addToData(making.key(), value.base64())).build())
                .lockResourceVersion(version)
                .update();
    }

    /** Whether the decision was made on this very value. */
    private static boolean holds(Secret secret, String key, SecretValue value) {
        var data = secret.getData() == null ? null : secret.getData().get(key);
        if (data == null) {
            return false;
        }
        var held = SecretValue.of(Base64.getDecoder().decode(data));
        return held.equals(value) || held.withoutTrailingLineBreak().equals(value);
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
