package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.secret.InvalidDocumentException;
import dev.tigrit.secrets.secret.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All entries at one revision; never changes.
 *
 * @param byKey the entries, by key
 * @param digests keyed digests of the entries, by key
 * @param digest hex HMAC-SHA256 over revision and all entries
 */
public record Bundle(
        BundleHead head, SortedMap<String, BundleEntry> byKey, SortedMap<String, String> digests, String digest) {

    /** The one format that this release reads, the one that {@code openapi.yaml} defines. */
    public static final int FORMAT = 1;

    /** @throws InvalidDocumentException when a key is there twice */
    static Bundle of(BundleHead head, List<BundleEntry> entries) throws InvalidDocumentException {
        var byKey = new TreeMap<String, BundleEntry>();
        var digests = new TreeMap<String, String>();
        for (var entry : entries) {
            if (byKey.put(entry.key(), entry) != null) {
                throw new InvalidDocumentException(entry.key() + ": is there twice");
            }
            digests.put(entry.key(), BundleDigests.ofEntry(head.digestKey(), entry));
        }
        return new Bundle(
                head,
                Collections.unmodifiableSortedMap(byKey),
                Collections.unmodifiableSortedMap(digests),
                BundleDigests.ofBundle(head, digests));
    }

    /** Reads the whole bundle in one document, as it is pushed. */
    public static Bundle parse(byte[] document) throws InvalidDocumentException {
        var json = document(document);
        return of(BundleHead.read(json), entries(json));
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
            entries.add(EntryJson.read(entry));
        }
        return entries;
    }

    /** Empty when the writer gave none. */
    public String incarnation() {
        return head.incarnation();
    }

    public long revision() {
        return head.revision();
    }

    public Collection<BundleEntry> entries() {
        return byKey.values();
    }
}
