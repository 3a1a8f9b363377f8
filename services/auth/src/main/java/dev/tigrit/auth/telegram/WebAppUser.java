package dev.tigrit.auth.telegram;

import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.starter.json.StrictObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code user} field of initData (Telegram Mini Apps, WebAppUser). */
final class WebAppUser {

    private static final List<String> TEXTS =
            List.of("first_name", "last_name", "username", "language_code", "photo_url");

    private WebAppUser() {}

    /** The user, or null when these bytes are no such object: the id is a positive JSON integer of at most 52 bits. */
    static @Nullable TelegramUser read(byte[] json) {
        var members = StrictObject.read(json);
        if (members == null || !(members.get("id") instanceof Long id) || !TelegramUser.isId(id)) {
            return null;
        }
        // Clients and proxies that read and write the object again put null for absent.
        members.values().removeIf(StrictObject.NULL::equals);
        var isTyped = members.getOrDefault("is_premium", true) instanceof Boolean;
        for (var name : TEXTS) {
            isTyped &= members.getOrDefault(name, "") instanceof String;
        }
        return !isTyped
                ? null
                : new TelegramUser(
                        Long.toString(id),
                        (String) members.get("first_name"),
                        (String) members.get("last_name"),
                        (String) members.get("username"),
                        (String) members.get("language_code"),
                        (Boolean) members.get("is_premium"),
                        (String) members.get("photo_url"));
    }
}
