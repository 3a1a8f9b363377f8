package dev.tigrit.operator.source;

import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.Encoding;
import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.SecretValue;
import dev.tigrit.operator.desire.Candidate.Source;
import dev.tigrit.operator.desire.Reason;
import dev.tigrit.operator.watch.HeldSecrets;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Set;

/** What may be served of the data of a Secret. No message quotes it. */
final class SecretData {

    private static final int MIN_KEY_BYTES = 32;

    /** Keys for signatures: a short one could be found by trying. The services do not start with less. */
    private static final Set<String> SIGNING = Set.of("SESSION_SIGNING_KEY", "JWT_SECRET", "INTERNAL_API_SECRET");

    private SecretData() {}

    /** Reads the value of one data key, for a key of the bundle. */
    static Source read(Secret secret, String dataKey, String key, Encoding encoding, Bundle stored) {
        var name = secret.getMetadata().getName();
        if (!HeldSecrets.isHeld(secret)) {
            return notHeld();
        }
        var data = secret.getData().get(dataKey);
        if (data == null) {
            return new Source.Problem(Reason.SOURCE_MISSING, "Secret " + name + " has no data key " + dataKey);
        }
        var place = dataKey + " of Secret " + name;
        if (data.equals(HeldSecrets.TOO_LARGE)) {
            return tooLarge(place);
        }
        var bytes = SecretValue.ofBase64(data);
        var value = encoding == Encoding.UTF8 ? bytes.withoutTrailingLineBreak() : bytes;
        if (value.length() == 0) {
            return invalid(place + " is empty");
        }
        if (value.length() > HeldSecrets.MAX_VALUE_BYTES) {
            return tooLarge(place);
        }
        if (encoding == Encoding.UTF8 && !value.isUtf8()) {
            return invalid(place + " is not UTF-8; encoding base64 takes any bytes");
        }
        if (SIGNING.contains(key) && value.length() < MIN_KEY_BYTES) {
            return invalid(place + " is shorter than " + MIN_KEY_BYTES + " bytes");
        }
        var served = stored.entries().get(key);
        // Thousands of values that have not changed must not be in memory once more during each pass.
        return new Source.Value(
                served != null && served.entry().value().equals(value)
                        ? served.entry().value()
                        : value);
    }

    static Source.Problem notPermitted() {
        return new Source.Problem(
                Reason.NOT_PERMITTED, "the operator's configuration does not let this namespace have this key");
    }

    static Source.Problem notHeld() {
        return new Source.Problem(
                Reason.QUOTA_EXCEEDED, "the labelled Secrets of this namespace are larger than the operator reads");
    }

    private static Source tooLarge(String place) {
        return invalid(place + " is larger than " + HeldSecrets.MAX_VALUE_BYTES + " bytes");
    }

    private static Source invalid(String message) {
        return new Source.Problem(Reason.SOURCE_INVALID, message);
    }
}
