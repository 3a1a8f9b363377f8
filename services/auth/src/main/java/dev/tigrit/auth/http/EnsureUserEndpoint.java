package dev.tigrit.auth.http;

import dev.tigrit.auth.client.gamebackend.GameBackendClient;
import dev.tigrit.auth.client.gamebackend.GameBackendClient.GameUser;
import dev.tigrit.auth.decision.Audit;
import dev.tigrit.auth.decision.Credential;
import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.auth.http.HttpProperties.Operation;
import dev.tigrit.auth.identity.AuthProblem;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.problem.ProblemException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Translates POST /v1/ensure-user: who is it, then the Game's user. */
record EnsureUserEndpoint(Decisions decisions, Callers callers, GameBackendClient game, Audit audit) {

    Mono<ServerResponse> ensureUser(ServerRequest request) {
        var http = request.exchange().getRequest();
        var headers = http.getHeaders();
        return JsonBody.bytes(http, PresentedCredential.MAX_BODY)
                .map(body -> JsonBody.read(body, headers.getFirst(HttpHeaders.CONTENT_TYPE), EnsureUserBody.class))
                .map(body -> body.telegramUser() == null
                        ? presented(body.toCredential(), headers)
                        : vouched(body.telegramUser().toUser(), headers))
                .defaultIfEmpty(
                        Mono.defer(() -> presented(PresentedCredential.inHeader(authorization(headers)), headers)))
                .flatMap(Function.identity())
                .flatMap(answer -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(answer));
    }

    private Mono<byte[]> presented(Credential credential, HttpHeaders headers) {
        return decisions
                .decide(credential, "ensure-user", callers.find(authorization(headers)))
                .map(EnsureUserEndpoint::requireTelegramUser)
                .flatMap(identity -> ensure(identity, identity.userId(), identity.user()));
    }

    private static List<String> authorization(HttpHeaders headers) {
        return headers.getOrEmpty(HttpHeaders.AUTHORIZATION);
    }

    /** No credential is checked here: the audit line has the caller, the user and the result. */
    private Mono<byte[]> vouched(TelegramUser user, HttpHeaders headers) {
        try {
            var caller = callers.require(headers, Operation.ENSURE_TELEGRAM_USER);
            audit.vouched(user.id(), caller, null);
            return ensure(null, user.id(), user);
        } catch (ProblemException refused) {
            audit.vouched(user.id(), callers.find(authorization(headers)), refused.code());
            throw refused;
        }
    }

    /** A {@code user_id} with the prefix of an issuer is not a Telegram user. */
    static Identity requireTelegramUser(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var identity) -> {
                if (!TelegramUser.isId(identity.userId())) {
                    throw AuthProblem.NOT_A_TELEGRAM_USER.exception();
                }
                yield identity;
            }
            case Verdict.Refused refused -> throw refused.problem().exception();
        };
    }

    private Mono<byte[]> ensure(@Nullable Identity identity, String id, TelegramUser user) {
        return game.ensure(id, user).map(found -> switch (found) {
            case GameUser.Ensured(var gameUserId) -> IdentityJson.of(identity, user, gameUserId);
            case GameUser.Refused _ -> throw AuthProblem.USER_REFUSED.exception();
            case GameUser.Unavailable(var retryAfter) -> throw AuthProblem.gameUnavailable(retryAfter);
        });
    }
}
