package dev.tigrit.auth.telegram;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configured bots. An HMAC does not name its bot, so each candidate is tried. */
public final class Bots {

    private final List<Bot> all;

    public Bots(List<Bot> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Whether every bot that a credential could be made for has a key, so that no match means a forged one.
     *
     * @param pinned id of the only bot that counts, or null for all
     */
    public boolean haveKeys(@Nullable String pinned, Instant now) {
        return all.stream().allMatch(Bot::hasKeys)
                || (pinned != null && !candidates(pinned, now).isEmpty());
    }

    /**
     * What a credential may be verified with.
     *
     * @param pinned id of the only bot that counts, or null for all
     */
    public List<BotKey> candidates(@Nullable String pinned, Instant now) {
        if (all.size() == 1 && pinned == null) {
            return all.getFirst().keys(now);
        }
        var candidates = new ArrayList<BotKey>();
        for (var bot : all) {
            for (var key : bot.keys(now)) {
                if (pinned == null || pinned.equals(key.bot())) {
                    candidates.add(key);
                }
            }
        }
        return candidates;
    }
}
