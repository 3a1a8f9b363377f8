package dev.tigrit.gamebackend.me;

import dev.tigrit.gamebackend.client.sessions.Session;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schema Devices of the contract. */
record Devices(List<Device> sessions) {

    static Devices of(List<Session> sessions, String current) {
        return new Devices(
                sessions.stream().map(session -> Device.of(session, current)).toList());
    }

    record Device(
            String sessionId,
            @Nullable String device,
            Instant createdAt,
            Instant lastUsedAt,
            Instant expiresAt,
            boolean current) {

        static Device of(Session session, String current) {
            return new Device(
                    session.sessionId(),
                    session.device(),
                    session.createdAt(),
                    session.extendedAt(),
                    session.expiresAt(),
                    session.sessionId().equals(current));
        }
    }
}
