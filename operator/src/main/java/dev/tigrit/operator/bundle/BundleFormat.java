package dev.tigrit.operator.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Optional;

/**
 * The formats of a bundle that this release reads, as openapi.yaml of the Secrets service defines them. Which one is written is
 * configured, so that a release can be rolled back by one.
 */
public enum BundleFormat {
    ONE(1),
    /** The source of a value is part of its entry's digest. */
    TWO(2);

    private final int number;

    BundleFormat(int number) {
        this.number = number;
    }

    /** As documents state it; one digit, so that a shard is as long in one format as in the other. */
    public int number() {
        return number;
    }

    static Optional<BundleFormat> of(int number) {
        return Arrays.stream(values()).filter(format -> format.number == number).findFirst();
    }

    /** @throws IllegalArgumentException that names the key of the configuration */
    @JsonCreator
    static BundleFormat configured(String number) {
        return Arrays.stream(values())
                .filter(format -> Integer.toString(format.number).equals(number))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("bundle-format has to be 1 or 2"));
    }
}
