package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.secret.Incarnation;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.starter.key.Sensitive;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All entries at one revision with their keyed digests; never changes. */
public final class Bundle {

    /** The one format that this release reads, the one that {@code openapi.yaml} defines. */
    public static final int FORMAT = 1;

    private static final int DIGEST_KEY_BYTES = 32;

    private final String incarnation;
    private final long revision;
    private final SortedMap<String, BundleEntry> entries;
    private final SortedMap<String, String> digests;
    private final String digest;

    private Bundle(String incarnation, long revision, Sensitive digestKey, SortedMap<String, BundleEntry> entries) {
        this.incarnation = incarnation;
        this.revision = revision;
        this.entries = Collections.unmodifiableSortedMap(entries);
        var each = new TreeMap<String, String>();
        entries.forEach((key, entry) -> each.put(key, BundleDigests.ofEntry(digestKey, entry)));
        this.digests = Collections.unmodifiableSortedMap(each);
        this.digest = BundleDigests.ofBundle(digestKey, incarnation, revision, each);
    }

    /**
     * A bundle of these entries.
     *
     * @throws InvalidBundleException when a key is there twice
     */
    static Bundle of(String incarnation, long revision, Sensitive digestKey, List<BundleEntry> entries)
            throws InvalidBundleException {
        var byKey = new TreeMap<String, BundleEntry>();
        for (var entry : entries) {
            if (byKey.put(entry.key(), entry) != null) {
                throw new InvalidBundleException(entry.key() + ": is there twice");
            }
        }
        return new Bundle(incarnation, revision, digestKey, byKey);
    }

    /**
     * Reads the whole bundle in one document, as it is pushed.
     *
     * @throws InvalidBundleException.UnknownFormatException when it states another format, whatever else is in it
     */
    public static Bundle parse(byte[] document) throws InvalidBundleException {
        requireFormat(document);
        var parts = new Object() {
            String incarnation = Incarnation.NONE;
            long revision;

            @Nullable
            Sensitive digestKey;

            @Nullable
            List<BundleEntry> entries;
        };
        DocumentReader.read(
                document,
                json -> json.object(name -> {
                    switch (name) {
                        case "incarnation" -> parts.incarnation = incarnation(json);
                        case "revision" -> parts.revision = revision(json);
                        case "digest_key" -> parts.digestKey = digestKey(json);
                        case "entries" -> parts.entries = entries(json);
                        default -> json.skip();
                    }
                }));
        if (parts.revision == 0 || parts.digestKey == null || parts.entries == null) {
            throw new InvalidBundleException("one of revision, digest_key and entries is missing");
        }
        return of(parts.incarnation, parts.revision, parts.digestKey, parts.entries);
    }

    /**
     * Reads the entries of one shard.
     *
     * @throws InvalidBundleException.UnknownFormatException when it states another format, whatever else is in it
     */
    static List<BundleEntry> parseShard(byte[] document) throws InvalidBundleException {
        requireFormat(document);
        var entries = new ArrayList<BundleEntry>();
        DocumentReader.read(
                document,
                json -> json.object(name -> {
                    if (name.equals("entries")) {
                        entries.addAll(entries(json));
                    } else {
                        json.skip();
                    }
                }));
        return entries;
    }

    /**
     * A later format may have its members in other shapes, so the format is looked for first.
     *
     * @throws InvalidBundleException.UnknownFormatException when it is another one, whatever else is in the document
     */
    static void requireFormat(byte[] document) throws InvalidBundleException {
        var stated = new Object() {
            long format = -1;
        };
        DocumentReader.read(
                document,
                json -> json.object(name -> {
                    if (name.equals("format")) {
                        stated.format = json.number(0, Integer.MAX_VALUE);
                    } else {
                        json.skip();
                    }
                }));
        if (stated.format < 0) {
            throw new InvalidBundleException("format: is missing");
        }
        if (stated.format != FORMAT) {
            throw new InvalidBundleException.UnknownFormatException();
        }
    }

    static String incarnation(DocumentReader json) throws InvalidBundleException {
        var text = json.text();
        if (!Incarnation.isValid(text)) {
            throw new InvalidBundleException("incarnation: has to be " + Incarnation.REGEX);
        }
        return text;
    }

    static long revision(DocumentReader json) throws InvalidBundleException {
        try {
            return json.number(1, Secret.MAX_VERSION);
        } catch (InvalidBundleException e) {
            throw e.in("revision");
        }
    }

    /** 32 bytes in base64url without padding. */
    static Sensitive digestKey(DocumentReader json) throws InvalidBundleException {
        try {
            var key = Sensitive.of(Base64.getUrlDecoder().decode(json.value().copy()));
            if (key.length() == DIGEST_KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException _) {
            // Its message quotes a character of the key.
        } catch (InvalidBundleException e) {
            throw e.in("digest_key");
        }
        throw new InvalidBundleException("digest_key: has to be 32 bytes in base64url");
    }

    private static List<BundleEntry> entries(DocumentReader json) throws InvalidBundleException {
        var entries = new ArrayList<BundleEntry>();
        json.array(Integer.MAX_VALUE, index -> {
            try {
                entries.add(EntryJson.read(json));
            } catch (InvalidBundleException e) {
                throw e.in("entries[" + index + "]");
            }
        });
        return entries;
    }

    /** Empty when the writer gave none. */
    public String incarnation() {
        return incarnation;
    }

    public long revision() {
        return revision;
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
