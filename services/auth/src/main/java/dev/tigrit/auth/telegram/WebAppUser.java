package dev.tigrit.auth.telegram;

import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.starter.json.StrictObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code user} field of initData (Telegram Mini Apps, WebAppUser). */
final class WebAppUser {

    private WebAppUser() {}

    /** The user, or null when these bytes are no such object: the id is a positive JSON integer of at most 52 bits. */
    static @Nullable TelegramUser read(byte[] json) {
        var members = StrictObject.read(json);
        if (members == null || !(members.get("id") instanceof Long id) || !TelegramUser.isId(id) || !isTyped(members)) {
            return null;
        }
        return new TelegramUser(
                Long.toString(id),
                text(members, "first_name"),
                text(members, "last_name"),
                text(members, "username"),
                text(members, "language_code"),
                members.get("is_premium") instanceof Boolean premium ? premium : null,
                text(members, "photo_url"));
    }

    private static boolean isTyped(Map<String, Object> members) {
        for (var name : new String[] {"first_name", "last_name", "username", "language_code", "photo_url"}) {
            if (!(optional(members, name, "") instanceof String)) {
                return false;
            }
        }
        return optional(members, "is_premium", true) instanceof Boolean;
    }

    /** Null is absent: clients and proxies that read and write the object again put it there. */
    private static Object optional(Map<String, Object> members, String name, Object otherwise) {
        var value = members.getOrDefault(name, otherwise);
        return value.equals(StrictObject.NULL) ? otherwise : value;
    }

    private static @Nullable String text(Map<String, Object> members, String name) {
        return members.get(name) instanceof String text ? text : null;
    }
}
