package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Audit.Attempt;
import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.session.StoreUnavailableException;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.sessions.verify.SessionVerifier;
import dev.tigrit.starter.direct.DirectCall.Answer;
import dev.tigrit.starter.direct.DirectCall.Field;
import dev.tigrit.starter.direct.DirectCall.Request;
import dev.tigrit.starter.http.HeaderText;
import dev.tigrit.starter.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Checks the session token of a request that a gateway has; its body is not read. A session that may be extended is: people who only
 * ever come through a gateway stay signed in.
 */
@Component
record ForwardAuth(
        SessionVerifier verifier, SessionStore store, Audit audit, SessionsProperties properties, Clock clock) {

    static final String PREFIX = "/v1/forward-auth";
    private static final String BEARER = "Bearer ";

    /** An extension that takes longer is left alone; the next request asks again. */
    private static final Duration EXTENSION = Duration.ofMillis(250);

    CompletionStage<@Nullable Answer> answer(Request request) {
        var tokens = tokens(request.fields(), properties.forwardAuth().cookie());
        if (tokens.isEmpty()) {
            throw ProblemException.unauthenticated(false);
        }
        if (tokens.size() > 1) {
            // Nobody knows who set which, so none of them counts.
            throw check().refused(Refusal.MALFORMED, null);
        }
        var now = clock.instant();
        return Mono.fromFuture(verifier.verify(tokens.iterator().next(), now, check()))
                .flatMap(outcome -> answer(outcome, now))
                .toFuture();
    }

    /** @return every different token in {@code Authorization: Bearer} and in cookies of that name */
    private static Set<String> tokens(Function<String, List<String>> fields, String cookie) {
        var found = new HashSet<String>();
        for (var authorization : fields.apply(HttpHeaders.AUTHORIZATION)) {
            if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                found.add(authorization.substring(BEARER.length()).strip());
            }
        }
        if (!cookie.isEmpty()) {
            for (var cookies : fields.apply(HttpHeaders.COOKIE)) {
                readCookies(cookies, cookie, found);
            }
        }
        return found;
    }

    private static void readCookies(String cookies, String name, Set<String> found) {
        for (var pair : cookies.split(";", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                found.add(pair.substring(equals + 1).strip());
            }
        }
    }

    private Mono<Answer> answer(SessionVerifier.Outcome outcome, Instant now) {
        return switch (outcome) {
            case SessionVerifier.Outcome.Valid valid ->
                keptAlive(valid, now).then(Mono.fromSupplier(() -> letThrough(valid)));
            case SessionVerifier.Outcome.Invalid(var reason) ->
                Mono.error(reason.problem().exception());
            case SessionVerifier.Outcome.Unknown(var problem) -> Mono.error(problem.exception());
        };
    }

    private Attempt check() {
        return audit.of(Audit.Operation.FORWARD_AUTH);
    }

    private static Answer letThrough(SessionVerifier.Outcome.Valid valid) {
        return new Answer(
                200,
                List.of(
                        new Field(
                                "X-User-Id",
                                HeaderText.encode(valid.record().details().userId())),
                        new Field("X-Session-Id", valid.session().text())));
    }

    /** Fails only when the store says that the session has ended meanwhile; whatever else goes wrong does not refuse it. */
    private Mono<Void> keptAlive(SessionVerifier.Outcome.Valid valid, Instant now) {
        var extendThrottle = properties.extendThrottle();
        if (now.isBefore(valid.record().times().extendAfter(extendThrottle))) {
            return Mono.empty();
        }
        var session = valid.session();
        return store.extend(session, valid.secretHash(), extendThrottle)
                .timeout(EXTENSION)
                .doOnNext(result -> {
                    switch (result) {
                        case SessionStore.Extension.Extended _ ->
                            audit.of(Audit.Operation.EXTEND).succeeded(session);
                        case SessionStore.Extension.Refused(var reason) -> {
                            if (reason == Refusal.ENDED) {
                                throw check().refused(reason, session);
                            }
                        }
                    }
                })
                .onErrorComplete(StoreUnavailableException.class)
                .onErrorComplete(TimeoutException.class)
                .then();
    }
}
