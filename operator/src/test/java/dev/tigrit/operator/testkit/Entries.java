package dev.tigrit.operator.testkit;

import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.Encoding;
import dev.tigrit.operator.bundle.Entry;
import dev.tigrit.operator.bundle.Entry.Claim;
import dev.tigrit.operator.bundle.SecretValue;
import java.time.Instant;
import java.util.List;

/** Entries for tests of how bundles are kept, to which only keys, values and versions matter. */
public final class Entries {

    private Entries() {}

    /** @param version of the value, and the bundle's revision that it came with */
    public static Entry entry(String key, String value, long version, Instant at) {
        return new Entry(
                key,
                Encoding.UTF8,
                SecretValue.ofText(value, Encoding.UTF8),
                version,
                at,
                List.of(),
                List.of("internal"),
                new Claim(Claim.MANAGED_SECRET, "ns", "name", "uid"),
                "source",
                at,
                version,
                false);
    }
}
