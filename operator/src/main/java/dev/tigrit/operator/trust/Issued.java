package dev.tigrit.operator.trust;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** A certificate and its key. */
record Issued(X509Certificate certificate, PrivateKey key) {

    Instant begin() {
        return certificate.getNotBefore().toInstant();
    }

    Instant end() {
        return certificate.getNotAfter().toInstant();
    }

    /** Two thirds of its life are over: time for the next one. */
    boolean isDue(Instant now) {
        return !now.isBefore(
                begin().plus(Duration.between(begin(), end()).multipliedBy(2).dividedBy(3)));
    }

    @Override
    public String toString() {
        return "certificate until " + end();
    }
}
