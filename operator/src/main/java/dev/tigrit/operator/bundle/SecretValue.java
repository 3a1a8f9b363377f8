package dev.tigrit.operator.bundle;

import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.Encoding;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Bytes that must not be printed. Equality takes the same time wherever the first difference is. */
public final class SecretValue {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 32;

    private final byte[] bytes;

    private SecretValue(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array over. */
    public static SecretValue of(byte[] bytes) {
        return new SecretValue(bytes);
    }

    public static SecretValue random() {
        var bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return new SecretValue(bytes);
    }

    /** 32 random bytes written as base64url without padding: a value that is text in whichever file or variable it ends up. */
    public static SecretValue generated() {
        return new SecretValue(Base64.getUrlEncoder().withoutPadding().encode(random().bytes));
    }

    /** Reverses {@link #text}. */
    public static SecretValue ofText(String text, Encoding encoding) {
        return switch (encoding) {
            case UTF8 -> new SecretValue(text.getBytes(StandardCharsets.UTF_8));
            case BASE64 -> ofBase64(text);
        };
    }

    public static SecretValue ofBase64(String text) {
        return new SecretValue(Base64.getDecoder().decode(text));
    }

    static SecretValue ofBase64Url(String text) {
        return new SecretValue(Base64.getUrlDecoder().decode(text));
    }

    /** Without one LF or CRLF at its end: files and shells add it. */
    public SecretValue withoutTrailingLineBreak() {
        var end = bytes.length;
        if (end > 0 && bytes[end - 1] == '\n') {
            end--;
            if (end > 0 && bytes[end - 1] == '\r') {
                end--;
            }
        }
        return end == bytes.length ? this : new SecretValue(Arrays.copyOf(bytes, end));
    }

    public boolean isUtf8() {
        // What is not UTF-8 is read as U+FFFD.
        return Arrays.equals(text(Encoding.UTF8).getBytes(StandardCharsets.UTF_8), bytes);
    }

    public int length() {
        return bytes.length;
    }

    /** The bytes themselves, for whoever writes them somewhere. */
    byte[] bytes() {
        return bytes;
    }

    /** As it stands in a JSON document: the text itself, or standard base64 of the bytes. */
    String text(Encoding encoding) {
        return switch (encoding) {
            case UTF8 -> new String(bytes, StandardCharsets.UTF_8);
            case BASE64 -> base64();
        };
    }

    /** Standard base64, as in the data of a Kubernetes Secret. */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    String base64Url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public Mac hmacSha256() {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretValue that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "***";
    }
}
