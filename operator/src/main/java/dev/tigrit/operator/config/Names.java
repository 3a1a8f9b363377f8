package dev.tigrit.operator.config;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.Set;

/** What the objects of a Helm release are called, and of the operator that is installed beside it. */
public record Names(String release, String namespace) {

    /** On a Secret: its owner agrees that the operator reads it. Value {@code "true"}. */
    public static final String SYNC_LABEL = "secrets.tigrit.dev/sync";

    /** On a labelled Secret: who may read its keys, separated by commas. Makes every key of it one of the bundle. */
    public static final String READERS_ANNOTATION = "secrets.tigrit.dev/readers";

    /** On a labelled Secret with readers: {@code utf8} or {@code base64}. */
    public static final String ENCODING_ANNOTATION = "secrets.tigrit.dev/encoding";

    /** On the Secrets that hold a bundle: the release that it belongs to. */
    public static final String BUNDLE_LABEL = "secrets.tigrit.dev/bundle";

    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** Labels that the operator reads. */
    public static final Set<String> LABELS = Set.of(SYNC_LABEL, MANAGED_BY);

    /** Field manager, and reporting component of Events. */
    public static final String MANAGER = "tigrit-operator";

    /**
     * Of everything that the operator creates. Not the release's own {@code app.kubernetes.io/instance}: tools that delete what a chart no
     * longer renders would delete it.
     */
    public static final Map<String, String> OWN_LABELS = Map.of(MANAGED_BY, MANAGER);

    /** Of an object that this operator creates. */
    public static ObjectMetaBuilder metadata(String namespace, String name) {
        return new ObjectMetaBuilder().withNamespace(namespace).withName(name).withLabels(OWN_LABELS);
    }

    public static OwnerReference owner(HasMetadata object) {
        return new OwnerReferenceBuilder()
                .withApiVersion(object.getApiVersion())
                .withKind(object.getKind())
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
                .build();
    }

    public static boolean isOwn(HasMetadata object) {
        return MANAGER.equals(object.getMetadata().getLabels().get(MANAGED_BY));
    }

    /** Deployment, Service and prefix of what the Secrets service has. */
    public String secrets() {
        return release + "-secrets";
    }

    /** Headless Service of the admin port. */
    public String admin() {
        return secrets() + "-admin";
    }

    public String bundle() {
        return secrets() + "-bundle";
    }

    public String tls() {
        return secrets() + "-tls";
    }

    public String authority() {
        return secrets() + "-ca";
    }

    public String trust() {
        return release + "-trust";
    }

    public String operator() {
        return release + "-operator";
    }

    /** The one DNS name that a replica of the Secrets service has to prove, whatever address it was reached at. */
    public String server() {
        return secrets() + "." + namespace + ".svc";
    }
}
