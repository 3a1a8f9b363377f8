package dev.tigrit.e2e.kit.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.http.SigningKey;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The release under test, in a namespace of its own where Pod Security `restricted` is enforced. */
public final class Platform {

    public static final String RELEASE = "e2e";
    public static final String NAMESPACE = "e2e";

    /** A made-up bot. */
    public static final String BOT_TOKEN = "4200000042:e2e-e2e-e2e-e2e-e2e-e2e-e2e-e2e-e2e";

    /** Another one, whose token only Auth has. */
    public static final String SHOP_TOKEN = "4200000049:shop-shop-shop-shop-shop-shop-shop-shop";

    /** What Telegram would send with each update. */
    public static final String WEBHOOK_SECRET = "webhook-webhook-webhook-webhook-webhook";

    private static final String RESOURCES = "src/test/resources/";
    private static final String VALUES = RESOURCES + "values.yaml";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Platform() {}

    /** An empty namespace, whatever was there. */
    public static void removeEverything() {
        var namespace = Cluster.client().namespaces().withName(NAMESPACE);
        if (namespace.get() != null) {
            Helm.uninstall();
            namespace.delete();
            await("namespace is gone").atMost(Duration.ofMinutes(2)).until(() -> namespace.get() == null);
        }
        Cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
    }

    /** Namespace and definition, after the release has gone. */
    public static void removeKept() {
        Cluster.client().namespaces().withName(NAMESPACE).delete();
        if (!Cluster.hasDefinitionOfOthers()) {
            Cluster.definition().delete();
        }
    }

    /** The release with the values of the chapters, once: a chapter that is run alone starts with this, too. */
    public static void ensure() {
        if (Cluster.client().namespaces().withName(NAMESPACE).get() == null) {
            removeEverything();
        }
        if (!Helm.isInstalled()) {
            Helm.install();
        }
        if (Cluster.client()
                        .serviceAccounts()
                        .inNamespace(NAMESPACE)
                        .withName("caller")
                        .get()
                == null) {
            prepare();
            Helm.upgrade("--values", VALUES);
        }
    }

    /** An upgrade with the values of the chapters and more, as {@code --set} has them. */
    public static void upgrade(String... settings) {
        var arguments = new String[2 + 2 * settings.length];
        arguments[0] = "--values";
        arguments[1] = VALUES;
        for (var i = 0; i < settings.length; i++) {
            arguments[2 + 2 * i] = "--set";
            arguments[3 + 2 * i] = settings[i];
        }
        Helm.upgrade(arguments);
    }

    /** An upgrade with the values of the chapters and those of another file beside them. */
    public static void upgradeWith(String file) {
        Helm.upgrade("--values", VALUES, "--values", RESOURCES + file);
    }

    /** Writes the bot's token where its owner would. */
    public static void setBotToken(String token) {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName("telegram")
                .withNamespace(NAMESPACE)
                .addToLabels("secrets.tigrit.dev/sync", "true")
                .endMetadata()
                .withStringData(Map.of("token", token))
                .build();
        Cluster.client().resource(secret).unlock().createOr(existing -> existing.update());
    }

    /** The value that the operator has generated for a key. */
    public static String generated(String key) {
        var name = managedSecret(key);
        var data = Cluster.client()
                .secrets()
                .inNamespace(NAMESPACE)
                .withName(name)
                .get()
                .getData();
        return new String(Base64.getDecoder().decode(data.get(key)), UTF_8);
    }

    /** Writes another value in the place of the generated one, as an owner who rotates by hand. */
    public static void setGenerated(String key, String value) {
        Cluster.client()
                .secrets()
                .inNamespace(NAMESPACE)
                .withName(managedSecret(key))
                .edit(secret -> new SecretBuilder(secret)
                        .addToData(key, Base64.getEncoder().encodeToString(value.getBytes(UTF_8)))
                        .build());
    }

    /** Returns when the operator has seen it. */
    public static void setRotation(String key, Map<String, String> rotation) {
        var resource = Cluster.client()
                .genericKubernetesResources("secrets.tigrit.dev/v1alpha1", "ManagedSecret")
                .inNamespace(NAMESPACE)
                .withName(managedSecret(key));
        var generation = resource.edit(document -> {
                    var spec = new LinkedHashMap<String, Object>(document.get("spec"));
                    spec.put("rotation", rotation);
                    document.setAdditionalProperty("spec", spec);
                    return document;
                })
                .getMetadata()
                .getGeneration();
        await("the operator has seen generation " + generation)
                .atMost(Duration.ofSeconds(10))
                .until(() -> observedGeneration(key) == generation);
    }

    private static long observedGeneration(String key) {
        Number seen = status(key).get("status", "conditions", 0, "observedGeneration");
        return seen == null ? -1 : seen.longValue();
    }

    /** What the operator reports of a key. */
    public static GenericKubernetesResource status(String key) {
        return Cluster.client()
                .genericKubernetesResources("secrets.tigrit.dev/v1alpha1", "ManagedSecret")
                .inNamespace(NAMESPACE)
                .withName(managedSecret(key))
                .get();
    }

    /** What the stored bundle's index says, format and revision among it. */
    public static JsonNode bundleIndex() {
        var data = Cluster.client()
                .secrets()
                .inNamespace(NAMESPACE)
                .withName(name("secrets-bundle"))
                .get()
                .getData();
        return JSON.readTree(Base64.getDecoder().decode(data.get("index.json")));
    }

    public static String name(String chart) {
        return RELEASE + "-" + chart;
    }

    private static String managedSecret(String key) {
        return name(key.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static void prepare() {
        setBotToken(BOT_TOKEN);
        createSecret("webhook", Map.of("secret", WEBHOOK_SECRET));
        createSecret("shop-bot", Map.of("token", SHOP_TOKEN));
        Cluster.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("partner-keys")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withData(Map.of("jwks.json", SigningKey.of("partner").jwks()))
                        .build())
                .create();
        Cluster.apply("dev/postgres.yaml");
        Cluster.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("caller")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
    }

    private static void createSecret(String name, Map<String, String> data) {
        Cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withStringData(data)
                        .build())
                .create();
    }
}
