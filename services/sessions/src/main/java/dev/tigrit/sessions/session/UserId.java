package dev.tigrit.sessions.session;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the contract allows as {@code user_id}: 1 to {@value #MAX_BYTES} bytes of UTF-8 without control characters. */
public final class UserId {

    private static final int MAX_BYTES = 256;

    public static final String RULE =
            "user_id has to be 1 to " + MAX_BYTES + " bytes of UTF-8 without control characters.";

    private UserId() {}

    public static boolean isValid(@Nullable String text) {
        var length = utf8Length(text);
        return length >= 1
                && length <= MAX_BYTES
                && text != null
                && text.chars().noneMatch(Character::isISOControl);
    }

    /** @return -1 for no text at all and for text that UTF-8 cannot carry (half of a surrogate pair) */
    public static int utf8Length(@Nullable String text) {
        if (text == null) {
            return -1;
        }
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(text))
                    .remaining();
        } catch (CharacterCodingException _) {
            return -1;
        }
    }
}
