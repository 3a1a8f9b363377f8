package dev.tigrit.secrets.bundle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All entries at one revision with their keyed digests; never changes. */
public final class Bundle {

    /** The one format that this release reads, the one that {@code openapi.yaml} defines. */
    public static final int FORMAT = 1;

    private final BundleHead head;
    private final SortedMap<String, BundleEntry> entries;
    private final SortedMap<String, String> digests;
    private final String digest;

    private Bundle(BundleHead head, SortedMap<String, BundleEntry> entries) {
        this.head = head;
        this.entries = Collections.unmodifiableSortedMap(entries);
        var each = new TreeMap<String, String>();
        entries.forEach((key, entry) -> each.put(key, BundleDigests.ofEntry(head.digestKey(), entry)));
        this.digests = Collections.unmodifiableSortedMap(each);
        this.digest = BundleDigests.ofBundle(head, each);
    }

    /** @throws InvalidBundleException when a key is there twice */
    static Bundle of(BundleHead head, List<BundleEntry> entries) throws InvalidBundleException {
        var byKey = new TreeMap<String, BundleEntry>();
        for (var entry : entries) {
            if (byKey.put(entry.key(), entry) != null) {
                throw new InvalidBundleException(entry.key() + ": is there twice");
            }
        }
        return new Bundle(head, byKey);
    }

    /** Reads the whole bundle in one document, as it is pushed. */
    public static Bundle parse(byte[] document) throws InvalidBundleException {
        var entries = new ArrayList<BundleEntry>();
        var head = BundleHead.read(document, "entries", json -> readEntries(json, entries));
        return of(head, entries);
    }

    /** Reads the entries of one shard. */
    static List<BundleEntry> parseShard(byte[] document) throws InvalidBundleException {
        var entries = new ArrayList<BundleEntry>();
        DocumentReader.read(document, json -> Map.of("entries", () -> readEntries(json, entries)));
        return entries;
    }

    private static void readEntries(DocumentReader json, List<BundleEntry> entries) throws InvalidBundleException {
        json.array(Integer.MAX_VALUE, () -> entries.add(EntryJson.read(json)));
    }

    /** Empty when the writer gave none. */
    public String incarnation() {
        return head.incarnation();
    }

    public long revision() {
        return head.revision();
    }

    /** Hex HMAC-SHA256 over revision and all entries. */
    public String digest() {
        return digest;
    }

    /** Digests by key. */
    public SortedMap<String, String> digests() {
        return digests;
    }

    /** In the order of their keys. */
    public Collection<BundleEntry> entries() {
        return entries.values();
    }
}
