package dev.tigrit.secrets.directory;

import dev.tigrit.secrets.directory.DirectoryReader.KeyFile;
import dev.tigrit.secrets.directory.DirectoryReader.KeyFiles;
import dev.tigrit.secrets.secret.InvalidDocumentException;
import dev.tigrit.secrets.secret.KeyName;
import dev.tigrit.secrets.secret.Node;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.Secret.Encoding;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.Sensitive;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a secret of a key's files.
 *
 * <p>Version: what meta.json says; else the file's mtime in milliseconds, yet greater than every version served before and
 * than every previous one. A value that has not changed keeps version and {@code use_after}, so that touching or copying a
 * file is no rotation.
 *
 * @param held what is served under this key now, or null
 * @param lastVersion the greatest version served before, or 0
 */
record SecretFromFiles(
        KeyFiles files,
        SecretFromFiles.KeyMeta meta,
        @Nullable Secret held,
        long lastVersion) {

    /** A new value that has a predecessor signs only after every consumer can know it. */
    private static final Duration PUBLISH_AHEAD = Duration.ofSeconds(60);

    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,15}");

    /**
     * {@code KEY.meta.json}: version instead of the file's mtime, when the current value may first sign, when the previous ones
     * end. Unknown members are ignored.
     */
    private record KeyMeta(
            @Nullable Long version,
            Encoding encoding,
            @Nullable Instant useAfter,
            @Nullable Instant notAfter) {

        static final KeyMeta NONE = new KeyMeta(null, Encoding.UTF8, null, null);

        static KeyMeta parse(byte[] json) throws InvalidDocumentException {
            var meta = Node.read("meta.json: ", json);
            var version = meta.member("version");
            var encoding = meta.member("encoding");
            return new KeyMeta(
                    version.isMissing() ? null : version.number(1, Secret.MAX_VERSION),
                    encoding.isMissing() ? Encoding.UTF8 : encoding.encoding(),
                    time(meta.member("use_after")),
                    time(meta.member("not_after")));
        }

        private static @Nullable Instant time(Node json) throws InvalidDocumentException {
            return json.isMissing() ? null : json.time();
        }
    }

    /** @throws InvalidDocumentException when one of the files is invalid: all belong together, so none is taken */
    static Secret of(KeyFiles files, @Nullable Secret held, long lastVersion) throws InvalidDocumentException {
        var meta = files.meta() == null
                ? KeyMeta.NONE
                : KeyMeta.parse(content(files.meta(), "meta.json").bytes().copy());
        return new SecretFromFiles(files, meta, held, lastVersion).secret();
    }

    private Secret secret() throws InvalidDocumentException {
        var current = content(files.current(), "value");
        var value = value(current, "value");
        var previous = previous();
        var newestPrevious = previous.isEmpty() ? 0 : previous.getFirst().version();
        // Files carry nanoseconds, versions and times here milliseconds.
        var modified = current.modified().truncatedTo(ChronoUnit.MILLIS);
        var same = held != null
                        && held.encoding() == meta.encoding()
                        && held.value().equals(value)
                ? held
                : null;
        var version = version(same, modified, newestPrevious);
        if (newestPrevious >= version) {
            throw new InvalidDocumentException("previous: its version is not smaller than the current one, " + version);
        }
        return new Secret(
                files.key(), meta.encoding(), value, version, useAfter(same, modified, !previous.isEmpty()), previous);
    }

    private long version(@Nullable Secret same, Instant modified, long newestPrevious) throws InvalidDocumentException {
        if (meta.version() != null) {
            if (same == null && meta.version() <= lastVersion) {
                throw new InvalidDocumentException(
                        "meta.json: the value changed and its version is not greater than " + lastVersion);
            }
            return meta.version();
        }
        if (same != null) {
            return same.version();
        }
        return Math.max(Math.max(modified.toEpochMilli(), 1), Math.max(lastVersion, newestPrevious) + 1);
    }

    private Instant useAfter(@Nullable Secret same, Instant modified, boolean hasPrevious) {
        if (meta.useAfter() != null) {
            return meta.useAfter();
        }
        if (same != null) {
            return same.useAfter();
        }
        return hasPrevious ? modified.plus(PUBLISH_AHEAD) : modified;
    }

    private List<Secret.Previous> previous() throws InvalidDocumentException {
        var versions = new ArrayList<Secret.Previous>();
        for (var entry : files.previous().entrySet()) {
            if (!VERSION.matcher(entry.getKey()).matches() || Long.parseLong(entry.getKey()) > Secret.MAX_VERSION) {
                throw new InvalidDocumentException("previous: what follows the dot is not a version number");
            }
            var value = value(content(entry.getValue(), "previous"), "previous");
            versions.add(new Secret.Previous(value, Long.parseLong(entry.getKey()), meta.notAfter()));
        }
        versions.sort(Comparator.comparingLong(Secret.Previous::version).reversed());
        return versions.stream().limit(Secret.MAX_PREVIOUS).toList();
    }

    private Sensitive value(KeyFile.Content content, String file) throws InvalidDocumentException {
        var value = meta.encoding() == Encoding.UTF8 ? text(content.bytes(), file) : content.bytes();
        if (value.length() == 0) {
            // Rather a file that is being written than a secret.
            throw new InvalidDocumentException(file + ": is empty");
        }
        if (files.key().equals(KeyName.INTERNAL_API_SECRET) && value.length() < EnvironmentKeys.MIN_KEY_BYTES) {
            throw new InvalidDocumentException(file + ": has less than " + EnvironmentKeys.MIN_KEY_BYTES + " bytes");
        }
        return value;
    }

    private static Sensitive text(Sensitive bytes, String file) throws InvalidDocumentException {
        try {
            bytes.toText();
        } catch (CharacterCodingException _) {
            throw new InvalidDocumentException(file + ": is not UTF-8, and no meta.json says base64");
        }
        return Sensitive.of(Sensitive.withoutTrailingLineBreak(bytes.copy()));
    }

    private static KeyFile.Content content(KeyFile file, String name) throws InvalidDocumentException {
        return switch (file) {
            case KeyFile.Content content -> content;
            case KeyFile.Unreadable(var reason) -> throw new InvalidDocumentException(name + ": " + reason);
        };
    }
}
