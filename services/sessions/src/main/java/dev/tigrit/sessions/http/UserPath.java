package dev.tigrit.sessions.http;

import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.UserId;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.util.UriUtils;

/** Reads {@code /v1/users/{user_id}/sessions}: percent-encoded UTF-8, in which a slash is {@code %2F}. */
final class UserPath {

    /** Elements of the path: separator, v1, separator, users, separator, the id. */
    private static final int ELEMENT = 5;

    private UserPath() {}

    /**
     * The reference of the user. Its id is strictly decoded: the router's own decoding makes one text of different broken ones.
     *
     * @throws ProblemException 400 when it is none
     */
    static byte[] userRef(ServerRequest request) {
        try {
            var raw = request.requestPath().elements().get(ELEMENT).value();
            var bytes = UriUtils.decode(raw, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            var userId = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (UserId.isValid(userId)) {
                return SessionId.userRef(userId);
            }
        } catch (CharacterCodingException | IllegalArgumentException _) {
            // No text at all breaks the same rule.
        }
        throw new ProblemException(RequestProblem.BAD_REQUEST, UserId.RULE);
    }
}
