package dev.tigrit.gamebackend.browser;

import dev.tigrit.gamebackend.client.sessions.Session;

/**
 * A request of a signed-in person.
 *
 * @param token of the session, from the cookie
 */
public record Visit(Session session, String token) {

    public String userId() {
        return session.userId();
    }

    @Override
    public String toString() {
        return "Visit[" + session.sessionId() + "]";
    }
}
