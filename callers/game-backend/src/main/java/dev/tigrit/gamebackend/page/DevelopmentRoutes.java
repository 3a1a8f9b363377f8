package dev.tigrit.gamebackend.page;

import dev.tigrit.gamebackend.signin.SameOrigin;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The development sign-in: plays Telegram by signing initData for whoever the page names. Nothing behind it knows the difference. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("game.development.bot-token")
class DevelopmentRoutes {

    private static final Logger log = LoggerFactory.getLogger(DevelopmentRoutes.class);

    private static final int MAX_BODY = 1_024;

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Sensitive botToken;
    private final JsonMapper json;
    private final Clock clock;

    DevelopmentRoutes(Properties properties, ServerProperties server, JsonMapper json, Clock clock) {
        var address = server.getAddress();
        if (address == null || !address.isLoopbackAddress()) {
            throw new IllegalStateException(
                    "game.development.bot-token lets anybody be anybody: it needs server.address to be"
                            + " localhost, and nothing in front of it");
        }
        this.botToken = Objects.requireNonNull(properties.botToken());
        this.json = json;
        this.clock = clock;
        log.atWarn().addKeyValue("key", "game.development.bot-token").log("set: anybody can sign in as anybody");
    }

    @Bean
    RouterFunction<ServerResponse> development(SameOrigin sameOrigin) {
        return RouterFunctions.route()
                .POST("/development/init-data", this::sign)
                .filter(sameOrigin.filter())
                .build();
    }

    private Mono<ServerResponse> sign(ServerRequest request) {
        if (!isThisMachine(request.exchange().getRequest().getHeaders().getHost())) {
            return Mono.error(() ->
                    new ProblemException(RequestProblem.FORBIDDEN, "The development sign-in is for localhost alone."));
        }
        return JsonBody.read(request.exchange().getRequest(), MAX_BODY, Person.class)
                .map(person -> initData(json.writeValueAsString(person.toWebAppUser()), clock.instant(), botToken))
                .flatMap(initData -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("init_data", initData)));
    }

    /** A site whose name leads here all of a sudden (DNS rebinding) is its own origin, and still not this machine by name. */
    static boolean isThisMachine(@Nullable InetSocketAddress host) {
        return host != null && THIS_MACHINE.contains(host.getHostString());
    }

    /**
     * initData as Telegram signs it for a bot: {@code hash} is the hex HMAC-SHA256 of the sorted {@code key=value} lines under
     * HMAC-SHA256("WebAppData", bot token) (core.telegram.org/bots/webapps, "Validating data received via the Mini App").
     *
     * @param user JSON, a WebAppUser
     */
    static String initData(String user, Instant authDate, Sensitive botToken) {
        var date = authDate.getEpochSecond();
        var key = Sensitive.of(Sensitive.ofUtf8("WebAppData").hmacSha256(botToken.copy()));
        var hash = key.hmacSha256("auth_date=%d\nuser=%s".formatted(date, user).getBytes(StandardCharsets.UTF_8));
        return "auth_date=%d&user=%s&hash=%s"
                .formatted(
                        date,
                        UriUtils.encode(user, StandardCharsets.UTF_8),
                        HexFormat.of().formatHex(hash));
    }

    record Person(@Nullable String id, @Nullable String firstName) {

        Person {
            if (id == null || !id.matches("[1-9][0-9]{0,14}")) {
                throw new IllegalArgumentException("The member id has to be a Telegram user id.");
            }
        }

        Map<String, Object> toWebAppUser() {
            var user = new LinkedHashMap<String, Object>();
            user.put("id", Long.parseLong(String.valueOf(id)));
            user.put("first_name", firstName == null || firstName.isBlank() ? "Player" : firstName);
            return user;
        }
    }

    /** @param botToken of the development bot, which signs anybody in on a developer's own machine; null: nobody */
    @ConfigurationProperties("game.development")
    record Properties(@Nullable Sensitive botToken) {}
}
