package dev.tigrit.starter.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4) of a few bytes. */
public final class Sha256 {

    /** Only cloned: to ask the providers for another one costs more than to digest a short text. */
    private static final MessageDigest FRESH = fresh();

    private Sha256() {}

    /** Of these parts, one after the other. */
    public static byte[] of(byte[]... parts) {
        try {
            var digest = (MessageDigest) FRESH.clone();
            for (var part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every JDK has a cloneable SHA-256", e);
        }
    }

    private static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
