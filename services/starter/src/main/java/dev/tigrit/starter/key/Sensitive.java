package dev.tigrit.starter.key;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Bytes that must not be printed. Equality takes the same time wherever the first difference is. */
public final class Sensitive {

    private final byte[] bytes;
    private volatile @Nullable Mac keyed;

    private Sensitive(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The array is copied. */
    public static Sensitive of(byte[] bytes) {
        return new Sensitive(bytes.clone());
    }

    /** UTF-8 bytes of a text as it is; also how one is read from JSON. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Sensitive ofUtf8(String text) {
        return new Sensitive(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The value of a property: the conversion of properties looks for this name. */
    public static Sensitive valueOf(String text) {
        return ofUtf8(text);
    }

    /** UTF-8 bytes of a text key. One trailing line break is not part of it: files and shells add it. */
    public static Sensitive ofText(CharSequence text) {
        return new Sensitive(withoutTrailingLineBreak(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Drops one trailing LF or CRLF. */
    public static byte[] withoutTrailingLineBreak(byte[] text) {
        var end = text.length;
        if (end > 0 && text[end - 1] == '\n') {
            end--;
            if (end > 0 && text[end - 1] == '\r') {
                end--;
            }
        }
        return end == text.length ? text : Arrays.copyOf(text, end);
    }

    /** What these bytes encode as {@code utf8} or {@code base64}; fails, without a quotation, when they cannot be decoded. */
    public Sensitive decoded(String encoding) {
        return switch (encoding) {
            case "utf8" -> this;
            case "base64" -> fromBase64();
            default -> throw new IllegalStateException("unknown encoding");
        };
    }

    /** The decoder's own message would quote a byte of the value. */
    private Sensitive fromBase64() {
        try {
            return new Sensitive(Base64.getDecoder().decode(bytes));
        } catch (IllegalArgumentException _) {
            throw new IllegalStateException("not base64");
        }
    }

    public int length() {
        return bytes.length;
    }

    /** A copy, for the one place that has to hand the value out. */
    public byte[] copy() {
        return bytes.clone();
    }

    /** The value as text, for the one place that has to hand it out. */
    public String reveal() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The value as text; fails when the bytes are not UTF-8. */
    public CharBuffer toText() throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    }

    /** HMAC-SHA256 (RFC 2104) of the data, keyed with these bytes. */
    public byte[] hmacSha256(byte[] data) {
        return hmacSha256().doFinal(data);
    }

    /** HMAC-SHA256 keyed with these bytes, for the caller alone; keyed once, since that costs as much as a short message. */
    public Mac hmacSha256() {
        try {
            var mac = keyed;
            if (mac == null) {
                mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
                // The key's own block is digested before the first byte of a message; after this, clones are past it.
                mac.update(new byte[0]);
                keyed = mac;
            }
            return (Mac) mac.clone();
        } catch (NoSuchAlgorithmException | InvalidKeyException | CloneNotSupportedException e) {
            throw new IllegalStateException("every JDK has a cloneable HmacSHA256", e);
        }
    }

    public boolean matches(byte[] other) {
        return MessageDigest.isEqual(bytes, other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sensitive that && matches(that.bytes);
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
