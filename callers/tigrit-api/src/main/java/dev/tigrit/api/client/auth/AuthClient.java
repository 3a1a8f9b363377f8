package dev.tigrit.api.client.auth;

import dev.tigrit.api.client.Asked;
import dev.tigrit.api.client.HttpApi;
import dev.tigrit.api.client.OwnToken;
import dev.tigrit.api.client.auth.AuthApi.Answer;
import dev.tigrit.api.client.auth.AuthApi.Presented;
import dev.tigrit.starter.key.EnvironmentKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Asks Auth whose a JWT is; never fails. */
@Component
public final class AuthClient {

    private static final Logger log = LoggerFactory.getLogger(AuthClient.class);

    private final AuthApi api;
    private final OwnToken own;

    AuthClient(AuthProperties properties, WebClient.Builder builder, EnvironmentKeys environment) {
        this.api = HttpApi.of(builder, properties.url(), properties.timeout(), AuthApi.class);
        this.own = new OwnToken(properties.tokenFile(), environment);
    }

    /** In the body, with this program's own name in the header: Auth counts failures by address, and all people come from this one. */
    public Mono<Asked> whose(String jwt) {
        return Mono.defer(() -> api.verify(own.authorization(), new Presented("jwt", jwt)))
                .map(AuthClient::read)
                .onErrorResume(error -> Mono.fromSupplier(() -> {
                    log.atWarn()
                            .addKeyValue("error", error.getClass().getSimpleName())
                            .log("no answer from Auth");
                    return new Asked.Unknown();
                }));
    }

    private static Asked read(ResponseEntity<Answer> response) {
        var status = response.getStatusCode().value();
        var answer = response.getBody();
        if (status == 200 && answer != null && answer.userId() != null) {
            return new Asked.Person(answer.userId());
        }
        if (status == 401) {
            return new Asked.Nobody();
        }
        log.atWarn().addKeyValue("status", status).log("no verdict from Auth");
        return new Asked.Unknown();
    }
}
