package dev.tigrit.auth.bot;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configured bots. A signature by HMAC does not name its bot, so every candidate is tried. */
public final class Bots {

    /** Whose token signed. */
    public sealed interface Signer {
        record Known(Bot.Id bot) implements Signer {}

        record Nobody() implements Signer {}

        /** Not one of those whose keys are here, and some are not here yet. */
        record KeysMissing() implements Signer {}
    }

    private final List<Bot> all;

    public Bots(List<Bot> all) {
        this.all = List.copyOf(all);
    }

    /** Whether every configured bot has a key. */
    public boolean haveKeys() {
        return all.stream().allMatch(Bot::hasKeys);
    }

    /**
     * The bot whose secret makes that hash over the data-check-string.
     *
     * @param pinned id of the only bot that counts, or null for all
     */
    public Signer signerOf(byte[] dataCheckString, byte[] hash, @Nullable String pinned, Instant now) {
        for (var bot : all) {
            for (var candidate : bot.webAppSecrets(now)) {
                if (pinned != null && !pinned.equals(candidate.bot().value())) {
                    continue;
                }
                if (MessageDigest.isEqual(candidate.secret().hmacSha256(dataCheckString), hash)) {
                    return new Signer.Known(candidate.bot());
                }
            }
        }
        return haveKeys() ? new Signer.Nobody() : new Signer.KeysMissing();
    }
}
