package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.secret.Incarnation;
import dev.tigrit.secrets.secret.InvalidDocumentException;
import dev.tigrit.secrets.secret.Node;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.starter.key.Sensitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;

/**
 * All entries at one revision; never changes. Digests are hex HMAC-SHA256 of lines joined by LF, keyed with the bundle's own key: a bare
 * hash would let whoever sees one check guesses of a weak value.
 *
 * @param incarnation empty when the writer gave none
 * @param byKey the entries, by key
 * @param digests of the entries, by key
 * @param digest over revision and all entries
 */
public record Bundle(
        String incarnation,
        long revision,
        SortedMap<String, BundleEntry> byKey,
        SortedMap<String, String> digests,
        String digest) {

    /** The one format that this release reads, the one that {@code openapi.yaml} defines. */
    public static final int FORMAT = 1;

    private static final int DIGEST_KEY_BYTES = 32;

    /** @param head the pushed document, or the mounted index */
    static Bundle of(Node head, List<BundleEntry> entries) throws InvalidDocumentException {
        var incarnation = incarnation(head.member("incarnation"));
        var revision = head.member("revision").number(1, Secret.MAX_VERSION);
        var digestKey = digestKey(head);
        var byKey = new TreeMap<String, BundleEntry>();
        var digests = new TreeMap<String, String>();
        for (var entry : entries) {
            if (byKey.put(entry.key(), entry) != null) {
                throw new InvalidDocumentException(entry.key() + ": is there twice");
            }
            digests.put(entry.key(), digest(entry, digestKey.hmacSha256()));
        }
        var mac = digestKey.hmacSha256();
        add(mac, "bundle\n" + revision + (incarnation.equals(Incarnation.NONE) ? "" : "\n" + incarnation));
        digests.forEach((key, digest) -> add(mac, "\n" + key + " " + digest));
        return new Bundle(
                incarnation,
                revision,
                Collections.unmodifiableSortedMap(byKey),
                Collections.unmodifiableSortedMap(digests),
                hex(mac));
    }

    /** Reads the whole bundle in one document, as it is pushed. */
    public static Bundle parse(byte[] document) throws InvalidDocumentException {
        var json = document(document);
        return of(json, entries(json));
    }

    /** @throws InvalidDocumentException.UnknownFormatException when it states another format, whatever else is in it */
    static Node document(byte[] document) throws InvalidDocumentException {
        var json = Node.read("", document);
        if (json.member("format").number(0, Integer.MAX_VALUE) != FORMAT) {
            throw new InvalidDocumentException.UnknownFormatException();
        }
        return json;
    }

    /** Reads the entries of one shard, or of a whole bundle. */
    static List<BundleEntry> entries(Node document) throws InvalidDocumentException {
        var entries = new ArrayList<BundleEntry>();
        for (var entry : document.member("entries").elements(Integer.MAX_VALUE)) {
            entries.add(BundleEntry.read(entry));
        }
        return entries;
    }

    private static String incarnation(Node json) throws InvalidDocumentException {
        var text = json.isMissing() ? Incarnation.NONE : json.text();
        if (!json.isMissing() && !Incarnation.isValid(text)) {
            throw json.invalid("has to be " + Incarnation.REGEX);
        }
        return text;
    }

    static Sensitive digestKey(Node head) throws InvalidDocumentException {
        var json = head.member("digest_key");
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

    private static String digest(BundleEntry entry, Mac mac) {
        var secret = entry.secret();
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
