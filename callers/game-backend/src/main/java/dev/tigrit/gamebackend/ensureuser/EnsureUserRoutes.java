package dev.tigrit.gamebackend.ensureuser;

import dev.tigrit.gamebackend.store.Users;
import dev.tigrit.gamebackend.user.KnownFields;
import dev.tigrit.gamebackend.user.TelegramId;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.caller.ServiceAccountTokens;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.http.Methods;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Configuration(proxyBeanMethods = false)
class EnsureUserRoutes {

    private static final String PATH = "/internal/v1/telegram-users/{id}";
    private static final int MAX_BODY = 32_768;

    private final Users users;
    private final Callers callers;

    EnsureUserRoutes(
            Users users, Properties properties, EnvironmentKeys environment, ServiceAccountTokens tokens, Clock clock) {
        var internal = KeyRing.of(environment.findKey("INTERNAL_API_SECRET").orElse(List.of()));
        this.users = users;
        this.callers = new Callers(new CallerVerifier(internal, tokens::verify, clock), properties.callers());
    }

    @Bean
    RouterFunction<ServerResponse> ensureUser() {
        return Methods.route(HttpMethod.PUT, PATH, this::ensure);
    }

    private Mono<ServerResponse> ensure(ServerRequest request) {
        return Mono.fromCallable(() -> allowedId(request))
                .flatMap(id -> JsonBody.read(request.exchange().getRequest(), MAX_BODY, KnownFields.class)
                        .flatMap(known -> users.ensure(id, known)))
                .flatMap(user -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Answer.of(user)));
    }

    private String allowedId(ServerRequest request) {
        callers.require(request.headers().asHttpHeaders(), Properties.Operation.ENSURE_USER);
        var id = request.pathVariable("id");
        if (!TelegramId.isOne(id)) {
            throw new ProblemException(RequestProblem.BAD_REQUEST, "The address does not end with a Telegram user id.");
        }
        return id;
    }

    record Answer(String gameUserId, boolean created) {

        static Answer of(Users.Ensured ensured) {
            return new Answer(ensured.user().id().toString(), ensured.created());
        }
    }

    /**
     * @param callers operations (ensure-user) by caller, {@code <namespace>/<serviceaccount>} or {@code internal}; others may do nothing
     */
    @ConfigurationProperties("game")
    record Properties(@DefaultValue Map<String, Set<String>> callers) {

        Properties {
            Callers.requireKnown("game.callers", callers, Operation.class);
        }

        /** What a caller can be allowed to do; in the configuration in lower case with hyphens. */
        enum Operation {
            ENSURE_USER
        }
    }
}
