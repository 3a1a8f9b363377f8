package dev.tigrit.operator.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.Encoding;
import java.time.Instant;
import java.util.List;

/**
 * One key of the bundle.
 *
 * @param version grows by one with each change of the value
 * @param useAfter when the value may first be used to sign
 * @param previous earlier values that are still accepted, newest first
 * @param readers sorted
 * @param source the Secret that the value came from, in the claimant's namespace; every previous value came from it as well. The
 *     operator's memory: the Secrets service does not use it
 * @param changedAt when this version came; memory as well
 * @param revision of the bundle that brought what readers see of it; memory as well
 * @param generated whether the operator has generated the value; memory as well
 */
public record Entry(
        String key,
        Encoding encoding,
        SecretValue value,
        long version,
        Instant useAfter,
        List<Previous> previous,
        List<String> readers,
        Claim claim,
        String source,
        Instant changedAt,
        long revision,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean generated) {

    public static final int MAX_PREVIOUS = 4;

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

    public record Previous(SecretValue value, long version, Instant notAfter) {}

    /** When none is left that could be used meanwhile, the value is used at once. */
    public Entry withPrevious(List<Previous> changed, Instant now) {
        var usedFrom = changed.isEmpty() && useAfter.isAfter(now) ? now : useAfter;
        return new Entry(
                key, encoding, value, version, usedFrom, changed, readers, claim, source, changedAt, revision,
                generated);
    }

    public Entry withOwner(Claim owner, List<String> allowed, String secret, boolean made) {
        return new Entry(
                key, encoding, value, version, useAfter, previous, allowed, owner, secret, changedAt, revision, made);
    }

    public Entry withVersion(long changed, Instant now, long atRevision) {
        return new Entry(
                key, encoding, value, changed, now, previous, readers, claim, source, now, atRevision, generated);
    }

    public Entry withRevision(long changed) {
        return new Entry(
                key, encoding, value, version, useAfter, previous, readers, claim, source, changedAt, changed,
                generated);
    }
}
