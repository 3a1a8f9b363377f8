package dev.tigrit.auth.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tigrit.auth.client.gamebackend.GameBackendClient;
import dev.tigrit.auth.client.gamebackend.GameUser;
import dev.tigrit.auth.decision.Audit;
import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.auth.http.EnsureUserBody.Subject;
import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Translates POST /v1/ensure-user: who is it, then the Game's user. */
final class EnsureUserEndpoint {

    private final Decisions decisions;
    private final Callers callers;
    private final GameBackendClient game;
    private final Audit audit;

    EnsureUserEndpoint(Decisions decisions, Callers callers, GameBackendClient game, Audit audit) {
        this.decisions = decisions;
        this.callers = callers;
        this.game = game;
        this.audit = audit;
    }

    Mono<ServerResponse> ensureUser(ServerRequest request) {
        var http = request.exchange().getRequest();
        return PresentedCredential.inBody(http, EnsureUserBody.class, EnsureUserBody::toSubject)
                .switchIfEmpty(PresentedCredential.inHeader(http).map(Subject.Presented::new))
                .flatMap(subject -> identify(subject, http))
                .flatMap(this::ensure)
                .flatMap(answer -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(answer));
    }

    private Mono<IdentityAnswer> identify(Subject subject, ServerHttpRequest request) {
        return switch (subject) {
            case Subject.Presented(var credential) ->
                decisions
                        .decide(credential, "ensure-user", callers.find(request.getHeaders()))
                        .map(EnsureUserEndpoint::requireTelegramUser);
            case Subject.Vouched(var user) -> Mono.fromSupplier(() -> vouched(user.toUser(), request.getHeaders()));
        };
    }

    /** No credential is checked here: the audit line has the caller, the user and the result. */
    private IdentityAnswer vouched(TelegramUser user, HttpHeaders headers) {
        try {
            var caller = callers.require(headers, Operation.ENSURE_TELEGRAM_USER);
            audit.vouched(user.id(), caller, null);
            return IdentityAnswer.ofVouched(user);
        } catch (ProblemException refused) {
            audit.vouched(user.id(), callers.find(headers), refused.code());
            throw refused;
        }
    }

    /** A {@code user_id} with the prefix of an issuer is not a Telegram user. */
    static IdentityAnswer requireTelegramUser(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var identity) -> {
                if (!TelegramUser.isId(identity.userId())) {
                    throw AuthProblem.NOT_A_TELEGRAM_USER.exception();
                }
                yield IdentityAnswer.of(identity);
            }
            case Verdict.Refused refused -> throw AuthProblem.of(refused);
        };
    }

    private Mono<Answer> ensure(IdentityAnswer identity) {
        return game.ensure(identity.userId(), identity.user()).map(found -> switch (found) {
            case GameUser.Ensured(var id) -> new Answer(identity, id);
            case GameUser.Refused _ -> throw AuthProblem.USER_REFUSED.exception();
            case GameUser.Unavailable(var retryAfter) -> throw AuthProblem.gameUnavailable(retryAfter);
        });
    }

    /** The 200 of the contract. */
    record Answer(@JsonUnwrapped IdentityAnswer identity, String gameUserId) {}
}
