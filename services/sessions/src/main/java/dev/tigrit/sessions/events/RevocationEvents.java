package dev.tigrit.sessions.events;

import dev.tigrit.sessions.store.feed.Revocation;
import dev.tigrit.sessions.store.feed.RevocationFeed.News;
import dev.tigrit.sessions.token.SessionId;
import dev.tigrit.sessions.verify.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.springframework.http.codec.ServerSentEvent;

/** Writes news in the shape of OpenID CAEP 1.0, section 3.1 session-revoked, with an opaque subject (RFC 9493). */
final class RevocationEvents {

    private static final String TYPE = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
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
                        .map(session -> ServerSentEvent.<String>builder()
                                .event("session-revoked")
                                .data(json(session, revocation))
                                .build())
                        .toList();
        };
    }

    private static String json(SessionId session, Revocation revocation) {
        var bytes = JsonBytes.write(USUAL_SIZE, json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("sub_id");
            json.writeStringProperty("format", "opaque");
            json.writeStringProperty("id", session.text());
            json.writeEndObject();
            json.writeObjectPropertyStart("events");
            json.writeObjectPropertyStart(TYPE);
            json.writeNumberProperty("event_timestamp", revocation.at().getEpochSecond());
            json.writeStringProperty("initiating_entity", initiator(revocation.reason()));
            json.writeStringProperty("reason", revocation.reason().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        });
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String initiator(Revocation.Reason reason) {
        return switch (reason) {
            case LOGOUT -> "user";
            case REVOKED -> "admin";
            case EVICTED, REUSED -> "policy";
        };
    }
}
