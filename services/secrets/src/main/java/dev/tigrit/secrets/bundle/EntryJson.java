package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.secret.KeyName;
import dev.tigrit.secrets.secret.ReaderName;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.Secret.Encoding;
import dev.tigrit.starter.key.Sensitive;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one entry; its members may come in any order, and those of the operator's own are skipped. */
final class EntryJson {

    static final int MAX_VALUE_BYTES = 1024 * 1024;

    private static final int MAX_READERS = 1000;

    private final DocumentReader json;
    private @Nullable String key;
    private @Nullable Encoding encoding;
    private @Nullable Sensitive value;
    private long version;
    private @Nullable String useAfter;
    private final List<PreviousJson> previous = new ArrayList<>();
    private @Nullable SortedSet<String> readers;

    private EntryJson(DocumentReader json) {
        this.json = json;
    }

    /** An earlier version as it is written. */
    private static final class PreviousJson {
        private @Nullable Sensitive value;
        private long version;
        private @Nullable String notAfter;
    }

    /** @throws InvalidBundleException names the key when that is known */
    static BundleEntry read(DocumentReader json) throws InvalidBundleException {
        var entry = new EntryJson(json);
        try {
            entry.read();
            return entry.checked();
        } catch (InvalidBundleException e) {
            throw entry.key == null ? e : e.in(entry.key);
        }
    }

    private void read() throws InvalidBundleException {
        json.object(Map.of(
                "key", () -> key = keyName(),
                "encoding", () -> encoding = encoding(),
                "value", () -> value = json.value(),
                "version", () -> version = json.number(1, Secret.MAX_VERSION),
                "use_after", () -> useAfter = json.text(),
                "previous", () -> json.array(Secret.MAX_PREVIOUS, this::previous),
                "readers", () -> readers = readers()));
    }

    private String keyName() throws InvalidBundleException {
        var name = json.text();
        if (!KeyName.isValid(name)) {
            throw new InvalidBundleException("has to be " + KeyName.REGEX);
        }
        return name;
    }

    private Encoding encoding() throws InvalidBundleException {
        var named = Encoding.find(json.text());
        if (named == null) {
            throw new InvalidBundleException("is neither utf8 nor base64");
        }
        return named;
    }

    private SortedSet<String> readers() throws InvalidBundleException {
        var names = new TreeSet<String>();
        json.array(MAX_READERS, () -> {
            var name = json.text();
            if (!ReaderName.isValid(name)) {
                throw new InvalidBundleException("is neither internal nor <namespace>/<serviceaccount>");
            }
            names.add(name);
        });
        return names;
    }

    private void previous() throws InvalidBundleException {
        var earlier = new PreviousJson();
        json.object(Map.of(
                "value", () -> earlier.value = json.value(),
                "version", () -> earlier.version = json.number(1, Secret.MAX_VERSION),
                "not_after", () -> earlier.notAfter = json.text()));
        previous.add(earlier);
    }

    private BundleEntry checked() throws InvalidBundleException {
        var secret = new Secret(
                present(key, "key"),
                present(encoding, "encoding"),
                decoded(value, "value"),
                present(version, "version"),
                time(present(useAfter, "use_after"), "use_after"),
                previousVersions());
        var ends = previous.stream()
                .map(earlier -> earlier.notAfter == null ? "-" : earlier.notAfter)
                .toList();
        return new BundleEntry(secret, present(readers, "readers"), present(useAfter, "use_after"), ends);
    }

    private List<Secret.Previous> previousVersions() throws InvalidBundleException {
        var versions = new ArrayList<Secret.Previous>();
        var newer = version;
        for (var earlier : previous) {
            if (present(earlier.version, "previous: version") >= newer) {
                throw new InvalidBundleException(
                        "previous: versions have to fall, and to be less than the current one");
            }
            newer = earlier.version;
            versions.add(new Secret.Previous(
                    decoded(earlier.value, "previous: value"),
                    earlier.version,
                    earlier.notAfter == null ? null : time(earlier.notAfter, "previous: not_after")));
        }
        return versions;
    }

    private Sensitive decoded(@Nullable Sensitive written, String member) throws InvalidBundleException {
        var bytes = present(written, member);
        var decoded = encoding == Encoding.BASE64 ? base64(bytes, member) : bytes;
        if (decoded.length() == 0 || decoded.length() > MAX_VALUE_BYTES) {
            throw new InvalidBundleException(member + ": has to have from 1 to " + MAX_VALUE_BYTES + " bytes");
        }
        return decoded;
    }

    private static Sensitive base64(Sensitive text, String member) throws InvalidBundleException {
        // Java's decoder takes a missing padding, the contract does not.
        if (text.length() % 4 == 0) {
            try {
                return Sensitive.of(Base64.getDecoder().decode(text.copy()));
            } catch (IllegalArgumentException _) {
                // Its message quotes a character of the value.
            }
        }
        throw new InvalidBundleException(member + ": is not standard base64 with padding");
    }

    private static Instant time(String text, String member) throws InvalidBundleException {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new InvalidBundleException(member + ": is not an RFC 3339 time");
        }
    }

    private static <T> T present(@Nullable T member, String name) throws InvalidBundleException {
        if (member == null) {
            throw new InvalidBundleException(name + ": is missing");
        }
        return member;
    }

    private static long present(long number, String name) throws InvalidBundleException {
        if (number == 0) {
            throw new InvalidBundleException(name + ": is missing");
        }
        return number;
    }
}
