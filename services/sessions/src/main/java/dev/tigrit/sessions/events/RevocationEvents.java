package dev.tigrit.sessions.events;

import dev.tigrit.sessions.http.JsonBytes;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.store.Revocation;
import dev.tigrit.sessions.store.RevocationFeed.News;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.springframework.http.codec.ServerSentEvent;
import tools.jackson.core.JsonGenerator;

/** Writes news in the shape of OpenID CAEP 1.0, session-revoked and risk-level-change, with an opaque subject (RFC 9493). */
final class RevocationEvents {

    private static final String TYPES = "https://schemas.openid.net/secevent/caep/event-type/";
    private static final int USUAL_SIZE = 320;
    private static final ServerSentEvent<String> RESYNC =
            ServerSentEvent.<String>builder().event("resync").data("{}").build();

    private RevocationEvents() {}

    /** One event for each session. */
    static List<ServerSentEvent<String>> of(News news) {
        return switch (news) {
            case News.Resync() -> List.of(RESYNC);
            case News.Revoked(var revocation) ->
                revocation.sessions().stream()
                        .map(session -> event(session, revocation))
                        .toList();
        };
    }

    private static ServerSentEvent<String> event(SessionId session, Revocation revocation) {
        return switch (revocation.reason()) {
            case LOGOUT -> revoked(session, revocation, "user");
            case REVOKED -> revoked(session, revocation, "admin");
            case EVICTED, REUSED -> revoked(session, revocation, "policy");
            case SUPERSEDED -> superseded(session, revocation);
        };
    }

    private static ServerSentEvent<String> revoked(SessionId session, Revocation revocation, String initiator) {
        return event("session-revoked", session, revocation, json -> {
            json.writeStringProperty("initiating_entity", initiator);
            json.writeStringProperty("reason", revocation.reason().name().toLowerCase(Locale.ROOT));
        });
    }

    private static ServerSentEvent<String> superseded(SessionId session, Revocation revocation) {
        return event("risk-level-change", session, revocation, json -> {
            json.writeStringProperty("principal", "SESSION");
            json.writeStringProperty("current_level", "MEDIUM");
            json.writeStringProperty("risk_reason", "superseded_token");
        });
    }

    private static ServerSentEvent<String> event(
            String type, SessionId session, Revocation revocation, Consumer<JsonGenerator> members) {
        var bytes = JsonBytes.write(USUAL_SIZE, json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("sub_id");
            json.writeStringProperty("format", "opaque");
            json.writeStringProperty("id", session.text());
            json.writeEndObject();
            json.writeObjectPropertyStart("events");
            json.writeObjectPropertyStart(TYPES + type);
            json.writeNumberProperty("event_timestamp", revocation.at().getEpochSecond());
            members.accept(json);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        });
        return ServerSentEvent.<String>builder()
                .event(type)
                .data(new String(bytes, StandardCharsets.UTF_8))
                .build();
    }
}
