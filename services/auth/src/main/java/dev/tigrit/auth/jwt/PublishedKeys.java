package dev.tigrit.auth.jwt;

import dev.tigrit.auth.jwt.IssuerKeys.Finding;
import dev.tigrit.starter.jose.Algorithm;
import dev.tigrit.starter.jose.SignatureKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of one issuer from one source: a snapshot that one writer replaces and every request reads. A request never
 * waits for keys; a token with an unknown key sets a flag for the writer.
 */
public final class PublishedKeys {

    /**
     * What is known.
     *
     * @param confirmedAt when the issuer last confirmed these keys
     * @param freshUntil until then a key that is not among them does not exist
     */
    private record Snapshot(KeySet keys, Instant confirmedAt, Instant freshUntil) {}

    private volatile Snapshot snapshot;
    private volatile boolean missed;

    private PublishedKeys(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Keys that have still to be fetched. */
    public static PublishedKeys awaited() {
        return new PublishedKeys(new Snapshot(new KeySet(List.of()), Instant.MIN, Instant.MIN));
    }

    /** Keys from the configuration: there will be no others. */
    public static PublishedKeys fixed(KeySet keys) {
        return new PublishedKeys(new Snapshot(keys, Instant.MAX, Instant.MAX));
    }

    /** Replaces the keys; they are fresh for that long. */
    public void replace(KeySet keys, Instant now, Duration interval) {
        snapshot = new Snapshot(keys, now, now.plus(interval));
    }

    /** Notes that the issuer still publishes the same. */
    public void confirm(Instant now, Duration interval) {
        snapshot = new Snapshot(snapshot.keys, now, now.plus(interval));
    }

    /** Whether there was a token that none of these keys signed since {@link #forgetMiss}. */
    public boolean wereMissed() {
        return missed;
    }

    public void forgetMiss() {
        missed = false;
    }

    /** When the issuer last confirmed the keys, or null before the first time. */
    public @Nullable Instant confirmedAt() {
        var known = snapshot;
        return known.confirmedAt.equals(Instant.MIN) ? null : known.confirmedAt;
    }

    public boolean areKnown() {
        return snapshot.keys.size() > 0;
    }

    /**
     * Tries the candidates of all these sources, {@value KeySet#MOST_CANDIDATES} at most. A token that none of a source's keys
     * signed is a miss there, whatever it named: the issuer may have replaced a key under the same name.
     */
    static Finding check(
            List<PublishedKeys> sources,
            Algorithm algorithm,
            KeyHint named,
            byte[] signed,
            byte[] signature,
            Instant now) {
        var candidates = new ArrayList<SignatureKey>(KeySet.MOST_CANDIDATES);
        var finding = Finding.UNKNOWN_KEY;
        for (var source : sources) {
            var known = source.snapshot;
            if (known.keys.addCandidates(algorithm, named, candidates)) {
                finding = finding == Finding.UNDECIDED ? finding : Finding.WRONG_ALGORITHM;
            } else if (known.keys.size() == 0 || now.isAfter(known.freshUntil)) {
                finding = Finding.UNDECIDED;
            }
        }
        for (var key : candidates) {
            if (key.verifies(algorithm, signed, signature)) {
                return Finding.GENUINE;
            }
        }
        sources.forEach(source -> source.missed = true);
        return finding == Finding.UNDECIDED || candidates.isEmpty() ? finding : Finding.FORGED;
    }
}
