package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionsProperties.CallerOperation;
import dev.tigrit.sessions.store.Revocation;
import dev.tigrit.sessions.store.RevocationFeed;
import dev.tigrit.sessions.store.RevocationFeed.News;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.http.EventStreams;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /v1/events}: the feed in the shape of OpenID CAEP 1.0, session-revoked and risk-level-change, with an opaque subject (RFC
 * 9493).
 */
@Component
record FollowEvents(EventStreams streams, RevocationFeed feed, Callers callers, Audit audit) {

    private static final String TYPES = "https://schemas.openid.net/secevent/caep/event-type/";
    private static final ServerSentEvent<String> RESYNC =
            ServerSentEvent.<String>builder().event("resync").data("{}").build();

    Mono<ServerResponse> handle(ServerRequest request) {
        var headers = request.headers().asHttpHeaders();
        var caller = callers.require(headers, CallerOperation.EVENTS);
        audit.of(Audit.Operation.EVENTS, caller).succeeded();
        var events = feed.follow().concatMapIterable(FollowEvents::of, 1);
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                // A stream ends when the token that opened it expires or its key is replaced.
                .body(BodyInserters.fromServerSentEvents(streams.open(
                        caller,
                        events,
                        () -> caller.equals(callers.find(headers.getOrEmpty(HttpHeaders.AUTHORIZATION))))));
    }

    /** One event for each session. */
    private static List<ServerSentEvent<String>> of(News news) {
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
            case SUPERSEDED ->
                event("risk-level-change", session, revocation, json -> {
                    json.writeStringProperty("principal", "SESSION");
                    json.writeStringProperty("current_level", "MEDIUM");
                    json.writeStringProperty("risk_reason", "superseded_token");
                });
        };
    }

    private static ServerSentEvent<String> revoked(SessionId session, Revocation revocation, String initiator) {
        return event("session-revoked", session, revocation, json -> {
            json.writeStringProperty("initiating_entity", initiator);
            json.writeStringProperty("reason", revocation.reason().name().toLowerCase(Locale.ROOT));
        });
    }

    private static ServerSentEvent<String> event(
            String type, SessionId session, Revocation revocation, Consumer<JsonGenerator> members) {
        var bytes = SessionJson.bytes(1, json -> {
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
