package dev.tigrit.auth.jwt.key;

import com.nimbusds.jose.util.Base64URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of one issuer: a snapshot that one writer replaces and every request reads. A request never waits for keys;
 * one that names an unknown key leaves a mark for the writer.
 */
public final class PublishedKeys implements SignatureKeys {

    /**
     * What is known.
     *
     * @param confirmedAt when the issuer last said that these are its keys
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

    /** Replaces the keys by what the issuer publishes now, good for that long. */
    public void replace(KeySet keys, Instant now, Duration interval) {
        snapshot = new Snapshot(keys, now, now.plus(interval));
    }

    /** Notes that the issuer still publishes the same. */
    public void confirm(Instant now, Duration interval) {
        snapshot = new Snapshot(snapshot.keys, now, now.plus(interval));
    }

    /** Whether a token named a key that is not here since {@link #forgetMiss}. */
    public boolean wereMissed() {
        return missed;
    }

    public void forgetMiss() {
        missed = false;
    }

    /** When the issuer was last heard, or null before the first time. */
    public @Nullable Instant confirmedAt() {
        var known = snapshot;
        return known.confirmedAt.equals(Instant.MIN) ? null : known.confirmedAt;
    }

    @Override
    public boolean areKnown() {
        return snapshot.keys.size() > 0;
    }

    @Override
    public Finding check(Algorithm algorithm, @Nullable String kid, byte[] signed, Base64URL signature, Instant now) {
        var known = snapshot;
        if (known.keys.size() == 0) {
            return Finding.UNDECIDED;
        }
        var key = known.keys.find(algorithm, kid);
        if (key == null) {
            missed = true;
            return now.isAfter(known.freshUntil) ? Finding.UNDECIDED : Finding.UNKNOWN_KEY;
        }
        if (!key.algorithms().contains(algorithm)) {
            return Finding.WRONG_ALGORITHM;
        }
        return key.verifies(algorithm, signed, signature) ? Finding.GENUINE : Finding.FORGED;
    }
}
