package dev.tigrit.sessions.http;

import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionRecord;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes schema {@code Session} of the contract member by member, which is faster than data binding: each verify needs it. */
final class SessionJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_SIZE = 400;

    private SessionJson() {}

    /** @param sessions size hint, not a limit */
    static byte[] bytes(int sessions, Consumer<JsonGenerator> document) {
        var out = new ByteArrayOutputStream((sessions + 1) * USUAL_SIZE);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            document.accept(json);
        }
        return out.toByteArray();
    }

    static void write(SessionId session, SessionRecord record, Duration extendThrottle, JsonGenerator json) {
        var times = record.times();
        var details = record.details();
        json.writeStartObject();
        json.writeStringProperty("session_id", session.text());
        json.writeStringProperty("user_id", details.userId());
        json.writeStringProperty("created_at", times.created().toString());
        json.writeStringProperty("expires_at", times.absoluteDeadline().toString());
        json.writeStringProperty("idle_expires_at", times.idleDeadline().toString());
        json.writeStringProperty("extended_at", times.lastExtended().toString());
        json.writeStringProperty(
                "extend_after", times.extendAfter(extendThrottle).toString());
        optional(json, "device", details.device());
        optional(json, "ip", details.ip());
        if (details.attributes() != null) {
            json.writeName("attributes");
            json.writeRawValue(details.attributes());
        }
        json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }
}
