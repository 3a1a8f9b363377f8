package dev.tigrit.sessions.verify;

import dev.tigrit.sessions.verify.VerifyOutcome.Valid;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes schema {@code Session} of the contract member by member: this is on the way of each verify. */
final class SessionJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_SIZE = 512;

    private SessionJson() {}

    static byte[] write(Valid valid, Duration extendThrottle) {
        var times = valid.record().times();
        var details = valid.record().details();
        var out = new ByteArrayOutputStream(USUAL_SIZE);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("session_id", valid.session().text());
            json.writeStringProperty("user_id", details.userId());
            json.writeStringProperty("created_at", times.created().toString());
            json.writeStringProperty("expires_at", times.absoluteDeadline().toString());
            json.writeStringProperty("idle_expires_at", times.idleDeadline().toString());
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
        return out.toByteArray();
    }

    private static void optional(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }
}
