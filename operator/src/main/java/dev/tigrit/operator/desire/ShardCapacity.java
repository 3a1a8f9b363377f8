package dev.tigrit.operator.desire;

import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Bundle.Rendered;
import dev.tigrit.operator.bundle.Entry;
import dev.tigrit.operator.config.OperatorConfig;
import dev.tigrit.operator.desire.Candidate.Source.Problem;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How full each shard is, and how much each namespace has. A part of each shard is kept for the release's own keys. */
final class ShardCapacity {

    static final int RESERVED_BYTES = 256 * 1024;
    static final int RESERVED_KEYS = 128;

    private final OperatorConfig config;
    private final Used[] shards = new Used[Bundle.SHARDS];
    private final Used[] others = new Used[Bundle.SHARDS];
    private final Map<String, Used> namespaces = new HashMap<>();

    ShardCapacity(OperatorConfig config) {
        this.config = config;
        for (var shard = 0; shard < Bundle.SHARDS; shard++) {
            shards[shard] = new Used();
            others[shard] = new Used();
        }
    }

    /** @return why it cannot be stored, null when it was replaced */
    @Nullable
    Problem replace(@Nullable Rendered before, Rendered after) {
        count(before, -1);
        count(after, 1);
        var refusal = grows(before, after) ? refusal(before, after) : null;
        if (refusal != null) {
            count(after, -1);
            count(before, 1);
        }
        return refusal;
    }

    /** An entry of which only the version changes is not refused: it was there before. */
    private static boolean grows(@Nullable Rendered before, Rendered after) {
        return before == null
                || !namespace(before).equals(namespace(after))
                || (after.json().length() > before.json().length() && !isSame(before.entry(), after.entry()));
    }

    private static boolean isSame(Entry before, Entry after) {
        return before.value().equals(after.value())
                && before.previous().equals(after.previous())
                && before.readers().equals(after.readers());
    }

    private @Nullable Problem refusal(@Nullable Rendered before, Rendered after) {
        var shard = Bundle.shardOf(after.entry().key());
        var isNew = before == null;
        if (shards[shard].isOver(Bundle.MAX_SHARD_BYTES, isNew ? Bundle.MAX_SHARD_KEYS : Integer.MAX_VALUE)) {
            return new Problem(Reason.BUNDLE_FULL, "no room is left in the shard of this key");
        }
        var namespace = namespace(after);
        var isAdded = before == null || !namespace(before).equals(namespace);
        var used = used(namespace);
        var share = config.share(namespace);
        if (used.bytes > share.bytes() || (isAdded && used.keys > share.keys())) {
            return new Problem(
                    Reason.QUOTA_EXCEEDED,
                    "namespace " + namespace + " may have " + share.keys() + " keys and " + share.bytes()
                            + " bytes in the bundle");
        }
        if (!namespace.equals(config.namespace())
                && others[shard].isOver(
                        Bundle.MAX_SHARD_BYTES - RESERVED_BYTES,
                        isAdded ? Bundle.MAX_SHARD_KEYS - RESERVED_KEYS : Integer.MAX_VALUE)) {
            return new Problem(
                    Reason.BUNDLE_FULL,
                    "no room is left in the shard of this key but what the release keeps for itself");
        }
        return null;
    }

    /** @param sign 1 for an entry that is there now, -1 for one that no longer is */
    void count(@Nullable Rendered rendered, int sign) {
        if (rendered == null) {
            return;
        }
        var shard = Bundle.shardOf(rendered.entry().key());
        var namespace = namespace(rendered);
        var bytes = sign * rendered.json().length();
        shards[shard].add(sign, bytes);
        used(namespace).add(sign, bytes);
        if (!namespace.equals(config.namespace())) {
            others[shard].add(sign, bytes);
        }
    }

    private Used used(String namespace) {
        return namespaces.computeIfAbsent(namespace, _ -> new Used());
    }

    private static String namespace(Rendered rendered) {
        return rendered.entry().claim().namespace();
    }

    private static final class Used {

        private int keys;
        private int bytes;

        void add(int moreKeys, int moreBytes) {
            keys += moreKeys;
            bytes += moreBytes;
        }

        boolean isOver(int maxBytes, int maxKeys) {
            return Bundle.shardBytes(keys, bytes) > maxBytes || keys > maxKeys;
        }
    }
}
