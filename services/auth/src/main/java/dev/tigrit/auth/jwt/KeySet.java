package dev.tigrit.auth.jwt;

import dev.tigrit.starter.jose.Algorithm;
import dev.tigrit.starter.jose.SignatureKey;
import java.util.List;
import java.util.function.Predicate;

/** The usable keys of one JWK Set; never changed, only replaced. */
public final class KeySet {

    /** Trying more would let anybody multiply the work of one request. */
    static final int MOST_CANDIDATES = 4;

    private final List<SignatureKey> keys;

    KeySet(List<SignatureKey> keys) {
        this.keys = List.copyOf(keys);
    }

    public int size() {
        return keys.size();
    }

    /**
     * Adds the keys that may have signed: those with the name that the token gives, for its algorithm, each key once.
     *
     * @return whether there is a key that may have signed, or one of that name for another algorithm
     */
    boolean addCandidates(Algorithm algorithm, KeyHint named, List<SignatureKey> candidates) {
        var isMeant = meant(named);
        var isKnown = false;
        for (var key : keys) {
            if (isMeant.test(key)) {
                var isFit = key.algorithms().contains(algorithm);
                isKnown |= isFit || !named.equals(KeyHint.NONE);
                if (isFit
                        && candidates.size() < MOST_CANDIDATES
                        && candidates.stream().noneMatch(one -> one.material().equals(key.material()))) {
                    candidates.add(key);
                }
            }
        }
        return isKnown;
    }

    /**
     * A kid means the keys of that name, else those that have none: their issuer does not name keys in its set. A certificate's
     * thumbprint means the key of that certificate; if no key matches it, it is ignored. Both together have to name one key.
     */
    private Predicate<SignatureKey> meant(KeyHint named) {
        var kid = named.kid();
        Predicate<SignatureKey> byThumbprint = key -> isOf(key, named);
        var isThumbprintKnown = !named.thumbprints().isEmpty() && keys.stream().anyMatch(byThumbprint);
        if (kid == null) {
            return isThumbprintKnown ? byThumbprint : _ -> true;
        }
        Predicate<SignatureKey> byKid = key -> kid.equals(key.kid());
        if (keys.stream().noneMatch(byKid)) {
            return isThumbprintKnown ? byThumbprint : key -> key.kid() == null;
        }
        return isThumbprintKnown ? byKid.and(byThumbprint) : byKid;
    }

    /** Many issuers use the thumbprint as kid and publish it as nothing else. */
    private static boolean isOf(SignatureKey key, KeyHint named) {
        var kid = key.kid();
        return named.thumbprints().stream().anyMatch(key.thumbprints()::contains)
                || (kid != null && named.thumbprints().contains(kid));
    }
}
