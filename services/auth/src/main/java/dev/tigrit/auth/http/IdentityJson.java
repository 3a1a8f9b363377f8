package dev.tigrit.auth.http;

import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.TelegramUser;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the schema Identity of the contract; by hand, since it is most of what a decision costs otherwise. */
final class IdentityJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_BYTES = 512;

    private IdentityJson() {}

    /**
     * The bytes of an answer.
     *
     * @param identity null for a user whom an allowed caller named: no credential was checked
     * @param gameUserId of the answer to ensure-user, null in any other
     */
    static byte[] of(@Nullable Identity identity, TelegramUser user, @Nullable String gameUserId) {
        var bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            write(json, "user_id", identity == null ? user.id() : identity.userId());
            if (identity != null) {
                write(json, "method", identity.method().spelling());
                write(json, "bot", identity.bot());
                write(json, "issuer", identity.issuer());
                write(json, "issued_at", identity.issuedAt());
                write(json, "expires_at", identity.expiresAt());
            }
            json.writeObjectPropertyStart("user");
            write(json, "id", user.id());
            write(json, "first_name", user.firstName());
            write(json, "last_name", user.lastName());
            write(json, "username", user.username());
            write(json, "language_code", user.languageCode());
            if (user.isPremium() != null) {
                json.writeBooleanProperty("is_premium", user.isPremium());
            }
            write(json, "photo_url", user.photoUrl());
            json.writeEndObject();
            write(json, "game_user_id", gameUserId);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, String name, @Nullable Object value) {
        if (value != null) {
            json.writeStringProperty(name, value instanceof Instant time ? text(time) : value.toString());
        }
    }

    /** As the time itself would write it, whose formatter takes three times as long. */
    private static String text(Instant time) {
        var utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        return utc.getSecond() == 0 || utc.getNano() > 0 ? time.toString() : utc + "Z";
    }
}
