package dev.tigrit.auth.jwt;

import dev.tigrit.starter.jose.Algorithm;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An issuer with a shared secret and published keys at the same time, or keys from two places. A MAC is checked by the secret alone
 * and a signature by public keys alone, so that no public key ever serves as a secret.
 *
 * @param secret for HS256; null when there is none
 * @param published for every other algorithm
 */
public record SeveralKeys(@Nullable SharedSecret secret, List<PublishedKeys> published) implements SignatureKeys {

    public SeveralKeys {
        published = List.copyOf(published);
    }

    @Override
    public boolean areKnown() {
        return (secret == null || secret.areKnown()) && published.stream().allMatch(PublishedKeys::areKnown);
    }

    @Override
    public Finding check(Algorithm algorithm, KeyHint named, byte[] signed, byte[] signature, Instant now) {
        if (algorithm != Algorithm.HS256) {
            return published.isEmpty()
                    ? Finding.WRONG_ALGORITHM
                    : PublishedKeys.check(published, algorithm, named, signed, signature, now);
        }
        return secret == null ? Finding.WRONG_ALGORITHM : secret.check(algorithm, named, signed, signature, now);
    }
}
