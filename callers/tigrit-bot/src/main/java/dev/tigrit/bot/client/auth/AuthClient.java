package dev.tigrit.bot.client.auth;

import dev.tigrit.bot.client.auth.AuthApi.Answer;
import dev.tigrit.bot.client.auth.AuthApi.Vouched;
import dev.tigrit.bot.client.telegram.Update;
import dev.tigrit.starter.client.ServiceClients;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks Auth for the game's user; never fails. */
@Component
public final class AuthClient {

    private static final Logger log = LoggerFactory.getLogger(AuthClient.class);

    private final AuthApi api;

    AuthClient(ServiceClients services) {
        this.api = services.toApi("bot.auth", "INTERNAL_API_SECRET", AuthApi.class);
    }

    /** The game's user for the person, made when there was none. */
    public Mono<Player> ensure(Update.Person person) {
        return api.ensureUser(new Vouched(person))
                .map(AuthClient::read)
                .onErrorResume(error -> Mono.fromSupplier(() -> {
                    log.atWarn()
                            .addKeyValue("error", error.getClass().getSimpleName())
                            .log("no answer from Auth");
                    return new Player.Unavailable();
                }));
    }

    private static Player read(ResponseEntity<Answer> response) {
        var status = response.getStatusCode().value();
        var answer = response.getBody();
        if (status == 200 && answer != null && answer.userId() != null && answer.gameUserId() != null) {
            return new Player.Known(answer.userId(), answer.gameUserId());
        }
        var code = answer == null ? null : answer.code();
        if (status == 400 && code != null) {
            log.atWarn().addKeyValue("code", code).log("a person's data are refused");
            return new Player.Refused();
        }
        // 401 and 403 are the deployment's fault, and a person can do nothing about it.
        log.atLevel(status == 503 ? Level.WARN : Level.ERROR)
                .addKeyValue("status", status)
                .addKeyValue("code", code)
                .log("no game user");
        return new Player.Unavailable();
    }

    /** What became of asking for the game's user. */
    public sealed interface Player {

        record Known(String userId, String gameUserId) implements Player {}

        /** The game takes no user with this person's data; asking again is of no use. */
        record Refused() implements Player {}

        /** No answer from the game, or none from Auth: for the person who wrote it is the same. */
        record Unavailable() implements Player {}
    }
}
