package dev.tigrit.api.client;

import dev.tigrit.api.ApiProblem;
import dev.tigrit.api.client.SessionsApi.Session;
import dev.tigrit.api.client.SessionsApi.Token;
import dev.tigrit.starter.client.ServiceClients;
import dev.tigrit.starter.problem.ProblemException;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks whose a token is; fails with 401 when it is nobody's, or no longer, and with 503 when that cannot be told. */
@Component
public final class TokenClient {

    private static final Logger log = LoggerFactory.getLogger(TokenClient.class);

    private final AuthApi auth;
    private final SessionsApi sessions;
    private final Clock clock;

    TokenClient(ServiceClients services, Clock clock) {
        this.auth = services.toApi("api.auth", "INTERNAL_API_SECRET", AuthApi.class);
        this.sessions = services.toApi("api.sessions", SessionsApi.class);
        this.clock = clock;
    }

    public Mono<String> whoseJwt(String jwt) {
        return ask("Auth", auth.verify(new AuthApi.Presented("jwt", jwt)), AuthApi.Answer::userId);
    }

    /** Whose a session token is, by Sessions; the session is kept alive by its use. */
    public Mono<String> whoseSession(String token) {
        var verified = sessions.verify(new Token(token))
                .flatMap(response ->
                        isDue(response.getBody()) ? extend(token).thenReturn(response) : Mono.just(response));
        return ask("Sessions", verified, Session::userId);
    }

    private boolean isDue(@Nullable Session session) {
        return session != null
                && session.extendAfter() != null
                && !clock.instant().isBefore(session.extendAfter());
    }

    /** That it fails does not refuse a valid session; the next use tries again. */
    private Mono<Void> extend(String token) {
        return sessions.extend(new Token(token)).then().onErrorComplete();
    }

    private static <T> Mono<String> ask(
            String service, Mono<ResponseEntity<T>> call, Function<T, @Nullable String> userId) {
        return call.map(response -> read(service, response, userId))
                .onErrorMap(error -> !(error instanceof ProblemException), error -> {
                    log.atWarn()
                            .addKeyValue("service", service)
                            .addKeyValue("error", error.getClass().getSimpleName())
                            .log("no answer");
                    return ProblemException.unavailable(ApiProblem.IDENTITY_UNAVAILABLE);
                });
    }

    private static <T> String read(String service, ResponseEntity<T> response, Function<T, @Nullable String> userId) {
        var status = response.getStatusCode().value();
        var answer = response.getBody();
        var id = status == 200 && answer != null ? userId.apply(answer) : null;
        if (id != null) {
            return id;
        }
        if (status == 401) {
            throw ProblemException.unauthenticated(true);
        }
        log.atWarn()
                .addKeyValue("service", service)
                .addKeyValue("status", status)
                .log("no verdict");
        throw ProblemException.unavailable(ApiProblem.IDENTITY_UNAVAILABLE);
    }
}
