package dev.tigrit.operator.desire;

import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Rendered;
import org.jspecify.annotations.Nullable;

/** How full each shard is. */
final class Room {

    private final int[] entries = new int[Bundle.SHARDS];
    private final int[] bytes = new int[Bundle.SHARDS];

    void take(Rendered rendered) {
        var shard = shard(rendered);
        entries[shard]++;
        bytes[shard] += rendered.json().length();
    }

    void give(Rendered rendered) {
        var shard = shard(rendered);
        entries[shard]--;
        bytes[shard] -= rendered.json().length();
    }

    /** @return false, and nothing changes, when the shard would become too large by it */
    boolean replace(@Nullable Rendered before, Rendered after) {
        if (before != null) {
            give(before);
        }
        take(after);
        var shard = shard(after);
        var grows = before == null || after.json().length() > before.json().length();
        if (grows && Bundle.shardBytes(entries[shard], bytes[shard]) > Bundle.MAX_SHARD_BYTES) {
            give(after);
            if (before != null) {
                take(before);
            }
            return false;
        }
        return true;
    }

    private static int shard(Rendered rendered) {
        return Bundle.shardOf(rendered.entry().key());
    }
}
