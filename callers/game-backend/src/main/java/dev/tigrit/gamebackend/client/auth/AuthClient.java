package dev.tigrit.gamebackend.client.auth;

import static dev.tigrit.gamebackend.GameProblem.AUTH_UNAVAILABLE;

import dev.tigrit.gamebackend.client.auth.AuthApi.Answer;
import dev.tigrit.gamebackend.client.auth.AuthApi.Presented;
import dev.tigrit.gamebackend.user.KnownFields;
import dev.tigrit.gamebackend.user.TelegramId;
import dev.tigrit.starter.client.ServiceClients;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks Auth who presents a Mini App's initData. */
@Component
public final class AuthClient {

    private static final String INIT_DATA = "telegram_init_data";

    /** What Auth says of such a one. */
    private static final String MALFORMED = "credential_malformed";

    /** Telegram percent-encodes the rest. Of these, JSON needs two bytes at most, so that Auth's body limit is never met. */
    private static final Pattern CHARACTERS = Pattern.compile("[ -~]*");

    private final AuthApi api;

    AuthClient(ServiceClients services) {
        this.api = services.toApi("game.auth", "INTERNAL_API_SECRET", AuthApi.class);
    }

    /** Who it is; fails with 503 when Auth gives no answer. */
    public Mono<Verified> verifyInitData(String initData) {
        if (!CHARACTERS.matcher(initData).matches()) {
            return Mono.just(new Verified.Refused(MALFORMED));
        }
        return api.verify(new Presented(INIT_DATA, initData))
                .map(AuthClient::read)
                .onErrorMap(AUTH_UNAVAILABLE::noAnswer);
    }

    private static Verified read(ResponseEntity<Answer> response) {
        var status = response.getStatusCode().value();
        var answer = response.getBody();
        if (status == 200 && answer != null && answer.userId() != null && TelegramId.isOne(answer.userId())) {
            return new Verified.Person(
                    answer.userId(), Objects.requireNonNullElse(answer.user(), KnownFields.nothing()));
        }
        if (status == 401 && answer != null && answer.code() != null) {
            return new Verified.Refused(answer.code());
        }
        throw AUTH_UNAVAILABLE.status(status);
    }

    /** What Auth says of a credential. */
    public sealed interface Verified {

        record Person(String telegramId, KnownFields known) implements Verified {}

        /** It is nobody's; the code is Auth's. */
        record Refused(String code) implements Verified {}
    }
}
