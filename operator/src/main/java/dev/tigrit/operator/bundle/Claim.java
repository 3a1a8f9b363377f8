package dev.tigrit.operator.bundle;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;

/**
 * Whose key it is.
 *
 * @param kind {@code ManagedSecret} or {@code Secret}
 * @param uid of that object
 */
public record Claim(String kind, String namespace, String name, String uid) {

    public static final String MANAGED_SECRET = "ManagedSecret";
    public static final String SECRET = "Secret";

    public String apiVersion() {
        return kind.equals(MANAGED_SECRET) ? ManagedSecret.GROUP + "/" + ManagedSecret.VERSION : "v1";
    }

    /** Whether both are the same object or one was made anew under the name of the other. */
    public boolean isSameObjectAs(Claim other) {
        return kind.equals(other.kind) && namespace.equals(other.namespace) && name.equals(other.name);
    }

    /** {@code ManagedSecret tigrit/session-signing-key} */
    public String display() {
        return kind + " " + namespace + "/" + name;
    }
}
