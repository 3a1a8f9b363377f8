package dev.tigrit.secrets.directory;

import dev.tigrit.secrets.secret.InvalidDocumentException;
import dev.tigrit.secrets.secret.Node;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.Secret.Encoding;
import java.time.Instant;
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
