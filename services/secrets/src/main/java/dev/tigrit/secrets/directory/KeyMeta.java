package dev.tigrit.secrets.directory;

import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.Secret.Encoding;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * {@code KEY.meta.json}: version instead of the file's mtime, when the current value may first sign, when the previous ones
 * end. Unknown members are ignored.
 */
record KeyMeta(
        @Nullable Long version,
        Encoding encoding,
        @Nullable Instant useAfter,
        @Nullable Instant notAfter) {

    static final KeyMeta NONE = new KeyMeta(null, Encoding.UTF8, null, null);

    private record Document(
            @Nullable Long version,
            @Nullable String encoding,
            @Nullable String useAfter,
            @Nullable String notAfter) {}

    static KeyMeta parse(byte[] json) throws KeyFiles.InvalidException {
        var document = document(json);
        var version = document.version();
        if (version != null && (version < 1 || version > Secret.MAX_VERSION)) {
            throw new KeyFiles.InvalidException("meta.json: version has to be from 1 to 2^53 - 1");
        }
        return new KeyMeta(
                version,
                encoding(document.encoding()),
                time("use_after", document.useAfter()),
                time("not_after", document.notAfter()));
    }

    private static Document document(byte[] json) throws KeyFiles.InvalidException {
        try {
            return JsonBody.parse(json, Document.class);
        } catch (ProblemException _) {
            throw new KeyFiles.InvalidException("meta.json: is not the documented JSON object");
        }
    }

    private static Encoding encoding(@Nullable String name) throws KeyFiles.InvalidException {
        var encoding = name == null ? Encoding.UTF8 : Encoding.find(name);
        if (encoding == null) {
            throw new KeyFiles.InvalidException("meta.json: encoding is neither utf8 nor base64");
        }
        return encoding;
    }

    private static @Nullable Instant time(String member, @Nullable String text) throws KeyFiles.InvalidException {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new KeyFiles.InvalidException("meta.json: " + member + " is not an RFC 3339 time");
        }
    }
}
