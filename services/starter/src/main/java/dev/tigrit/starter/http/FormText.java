package dev.tigrit.starter.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Text in application/x-www-form-urlencoded. */
public final class FormText {

    private FormText() {}

    /** What it says, or null when an escape is broken or the bytes are not UTF-8. */
    public static @Nullable String decode(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c != '%') {
                bytes.write(c == '+' ? ' ' : c);
            } else if (i + 2 < text.length() && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2))) {
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                return null;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private static boolean isHex(char c) {
        return HexFormat.isHexDigit(c);
    }
}
