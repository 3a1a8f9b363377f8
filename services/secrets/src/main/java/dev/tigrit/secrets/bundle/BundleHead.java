package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.secret.Incarnation;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.starter.key.Sensitive;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a pushed bundle and a mounted index have in common. */
record BundleHead(String incarnation, long revision, Sensitive digestKey) {

    private static final int DIGEST_KEY_BYTES = 32;

    /** Takes the value of the one further member. */
    @FunctionalInterface
    interface Rest {
        void read(DocumentReader json) throws InvalidBundleException;
    }

    /** Reads a document with these members and one more, of that name. */
    static BundleHead read(byte[] document, String name, Rest rest) throws InvalidBundleException {
        var parts = new Object() {
            String incarnation = Incarnation.NONE;
            long revision;

            @Nullable
            Sensitive digestKey;

            boolean complete;
        };
        DocumentReader.read(
                document,
                json -> Map.of(
                        "incarnation",
                        () -> parts.incarnation = incarnation(json),
                        "revision",
                        () -> parts.revision = json.number(1, Secret.MAX_VERSION),
                        "digest_key",
                        () -> parts.digestKey = digestKey(json),
                        name,
                        () -> {
                            rest.read(json);
                            parts.complete = true;
                        }));
        if (parts.revision == 0 || parts.digestKey == null || !parts.complete) {
            throw new InvalidBundleException("one of revision, digest_key and " + name + " is missing");
        }
        return new BundleHead(parts.incarnation, parts.revision, parts.digestKey);
    }

    private static String incarnation(DocumentReader json) throws InvalidBundleException {
        var text = json.text();
        if (!Incarnation.isValid(text)) {
            throw new InvalidBundleException("has to be " + Incarnation.REGEX);
        }
        return text;
    }

    private static Sensitive digestKey(DocumentReader json) throws InvalidBundleException {
        try {
            var key = Sensitive.of(Base64.getUrlDecoder().decode(json.value().copy()));
            if (key.length() == DIGEST_KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException _) {
            // Its message quotes a character of the key.
        }
        throw new InvalidBundleException("has to be 32 bytes in base64url");
    }
}
