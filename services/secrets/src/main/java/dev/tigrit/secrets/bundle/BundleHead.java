package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.secret.Incarnation;
import dev.tigrit.secrets.secret.InvalidDocumentException;
import dev.tigrit.secrets.secret.Node;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.starter.key.Sensitive;
import java.util.Base64;

/** What a pushed bundle and a mounted index have in common. */
record BundleHead(String incarnation, long revision, Sensitive digestKey) {

    private static final int DIGEST_KEY_BYTES = 32;

    static BundleHead read(Node document) throws InvalidDocumentException {
        return new BundleHead(
                incarnation(document.member("incarnation")),
                document.member("revision").number(1, Secret.MAX_VERSION),
                digestKey(document.member("digest_key")));
    }

    private static String incarnation(Node json) throws InvalidDocumentException {
        var text = json.isMissing() ? Incarnation.NONE : json.text();
        if (!json.isMissing() && !Incarnation.isValid(text)) {
            throw json.invalid("has to be " + Incarnation.REGEX);
        }
        return text;
    }

    private static Sensitive digestKey(Node json) throws InvalidDocumentException {
        try {
            var key = Sensitive.of(Base64.getUrlDecoder().decode(json.bytes().copy()));
            if (key.length() == DIGEST_KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException _) {
            // Its message quotes a character of the key.
        }
        throw json.invalid("has to be 32 bytes in base64url");
    }
}
