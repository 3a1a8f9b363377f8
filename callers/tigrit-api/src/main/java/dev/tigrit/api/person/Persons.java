package dev.tigrit.api.person;

import dev.tigrit.api.client.TokenClient;
import dev.tigrit.starter.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Sends a token to the service that knows its kind. */
@Component
public final class Persons {

    private static final String SCHEME = "Bearer ";

    /** How every session token starts, whatever its format (services/sessions/openapi.yaml, CreatedSession); no JWT does. */
    private static final Pattern SESSION_PREFIX = Pattern.compile("ts[0-9]+_");

    /** Sessions' are at most 150 characters; anything else would only be refused there, or be too large to be asked about. */
    private static final Pattern SESSION_TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,512}");

    /** What Auth takes at most. */
    private static final int MAX_LENGTH = 8_192;

    private final TokenClient tokens;

    Persons(TokenClient tokens) {
        this.tokens = tokens;
    }

    /** The {@code user_id} behind Authorization; fails with 401, or with 503 when that cannot be told. */
    public Mono<String> require(HttpHeaders headers) {
        var token = token(headers);
        if (token == null) {
            return Mono.error(
                    () -> ProblemException.unauthenticated(headers.containsHeader(HttpHeaders.AUTHORIZATION)));
        }
        return ask(token);
    }

    private Mono<String> ask(String token) {
        if (!SESSION_PREFIX.matcher(token).lookingAt()) {
            return tokens.whoseJwt(token);
        }
        return SESSION_TOKEN.matcher(token).matches()
                ? tokens.whoseSession(token)
                : Mono.error(() -> ProblemException.unauthenticated(true));
    }

    private static @Nullable String token(HttpHeaders headers) {
        var values = headers.getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (values.size() != 1 || !values.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        var token = values.getFirst().substring(SCHEME.length()).strip();
        return token.isEmpty() || token.length() > MAX_LENGTH ? null : token;
    }
}
