package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.secret.Incarnation;
import dev.tigrit.starter.key.Sensitive;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;

/**
 * Digests of a bundle: hex HMAC-SHA256 of lines joined by LF, keyed with the bundle's own key. A bare hash would let whoever sees
 * a digest check guesses of a weak value.
 */
final class BundleDigests {

    private BundleDigests() {}

    /** Over a file of the mounted form. */
    static String ofBytes(Sensitive digestKey, byte[] bytes) {
        return HexFormat.of().formatHex(digestKey.hmacSha256(bytes));
    }

    static String ofEntry(Sensitive digestKey, BundleEntry entry) {
        var secret = entry.secret();
        var mac = digestKey.hmacSha256();
        add(mac, secret.key() + "\n" + secret.encoding().wireName() + "\n" + secret.version() + "\n");
        addBase64(mac, secret.value());
        add(mac, "\n" + entry.useAfter());
        var ends = entry.notAfter().iterator();
        for (var previous : secret.previous()) {
            add(mac, "\n" + previous.version() + " ");
            addBase64(mac, previous.value());
            add(mac, " " + ends.next());
        }
        add(mac, "\nreaders " + String.join(",", entry.readers()));
        return hex(mac);
    }

    /** @param entries digests by key, in the order of the keys */
    static String ofBundle(BundleHead head, Map<String, String> entries) {
        var mac = head.digestKey().hmacSha256();
        add(mac, "bundle\n" + head.revision());
        if (!head.incarnation().equals(Incarnation.NONE)) {
            add(mac, "\n" + head.incarnation());
        }
        entries.forEach((key, digest) -> add(mac, "\n" + key + " " + digest));
        return hex(mac);
    }

    private static void add(Mac mac, String text) {
        mac.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void addBase64(Mac mac, Sensitive value) {
        mac.update(Base64.getEncoder().encode(value.copy()));
    }

    private static String hex(Mac mac) {
        return HexFormat.of().formatHex(mac.doFinal());
    }
}
