package dev.tigrit.auth.identity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The user data in a credential (Telegram Mini Apps, WebAppUser); as JSON without the id, which stands in the address of what is
 * told about a user.
 *
 * @param id decimal, at most 52 significant bits
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TelegramUser(
        @JsonIgnore String id,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String username,
        @Nullable String languageCode,
        @Nullable Boolean isPremium,
        @Nullable String photoUrl) {

    /** Largest id that Telegram promises: 52 significant bits (Bot API, User). */
    private static final long MAX_ID = (1L << 52) - 1;

    public static boolean isId(long id) {
        return id > 0 && id <= MAX_ID;
    }

    /** Whether the text is an id in the one canonical spelling: decimal, no sign, no leading zero. */
    public static boolean isId(String text) {
        if (text.isEmpty() || text.length() > 16 || text.charAt(0) == '0') {
            return false;
        }
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return isId(Long.parseLong(text));
    }

    public static TelegramUser ofId(String id) {
        return new TelegramUser(id, null, null, null, null, null, null);
    }
}
