package dev.tigrit.sessions;

import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.server.StoreUnderTest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on random ports, and the requests that tests make. */
public final class TestService implements AutoCloseable {

    public static final String INTERNAL = "internal-secret-of-the-tests-0123456789";
    public static final String SIGNING_KEY = "signing-key-of-the-tests-0123456789-abc";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    private final ConfigurableApplicationContext context;
    private final WebTestClient web;
    private final WebTestClient management;

    private TestService(ConfigurableApplicationContext context) {
        this.context = context;
        this.web = client("local.server.port");
        this.management = client("local.management.port");
    }

    /** With both keys and all permissions, unless the arguments say otherwise; connected to the store. */
    public static TestService start(String redisUrl, String... arguments) {
        return start(redisUrl, Clock.systemUTC(), arguments);
    }

    /** As {@link #start(String, String...)}, by another clock. */
    public static TestService start(String redisUrl, Clock clock, String... arguments) {
        var service = launch(redisUrl, clock, arguments);
        try {
            await().atMost(PATIENCE).until(() -> service.status("/health") == 200);
            return service;
        } catch (ConditionTimeoutException e) {
            service.close();
            throw e;
        }
    }

    /** As {@link #start(String, String...)}, whether the store is there or not. */
    public static TestService launch(String redisUrl, String... arguments) {
        return launch(redisUrl, Clock.systemUTC(), arguments);
    }

    private static TestService launch(String redisUrl, Clock clock, String... arguments) {
        var defaults = Stream.of(
                "--server.port=0",
                "--management.server.port=0",
                "--sessions.redis.url=" + redisUrl,
                "--SESSION_SIGNING_KEY=" + SIGNING_KEY,
                "--INTERNAL_API_SECRET=" + INTERNAL,
                "--sessions.callers.internal=create,list,revoke,introspect,verify-batch,events");
        // A later --name=value is added to an earlier one as a list, so defaults that are overridden have to go.
        var kept = defaults.filter(argument -> Stream.of(arguments)
                .noneMatch(other -> other.startsWith(argument.substring(0, argument.indexOf('=') + 1))));
        return new TestService(new SpringApplicationBuilder(SessionsApplication.class)
                .initializers(
                        TestService::keepEventLoopsToItself,
                        context -> context.getBeanFactory().registerSingleton("testClock", clock))
                .run(Stream.concat(kept, Stream.of(arguments)).toArray(String[]::new)));
    }

    /** Otherwise the first of several services that closes takes the event loops of all with it. */
    private static void keepEventLoopsToItself(ConfigurableApplicationContext context) {
        context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof ReactorResourceFactory factory) {
                    factory.setUseGlobalResources(false);
                }
                return bean;
            }
        });
    }

    /** As {@link #start(String, String...)}, with that store. */
    public static TestService ready(StoreUnderTest store, String... arguments) {
        var all = Stream.concat(Stream.of(store.arguments()), Stream.of(arguments))
                .toArray(String[]::new);
        return start(store.url(), all);
    }

    public WebTestClient web() {
        return web;
    }

    public WebTestClient management() {
        return management;
    }

    public String url() {
        return "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    }

    public EntityExchangeResult<byte[]> get(String path) {
        return web.get().uri(path).exchange().expectBody().returnResult();
    }

    /** Any call of a caller. */
    public EntityExchangeResult<byte[]> call(HttpMethod method, String path) {
        return web.method(method)
                .uri(path)
                .headers(headers -> headers.setBearerAuth(INTERNAL))
                .exchange()
                .expectBody()
                .returnResult();
    }

    /** Status of verify, extend, ... of a token. */
    public int status(String operation, String token) {
        return post("/v1/sessions/" + operation, token).getStatus().value();
    }

    /** The ids of a user's sessions, as listed. */
    public List<String> sessionsOf(String userId) {
        return idsIn(call(HttpMethod.GET, "/v1/users/" + userId + "/sessions"));
    }

    /** @param key of idempotency */
    public EntityExchangeResult<byte[]> create(String body, String key) {
        return web.post()
                .uri("/v1/sessions")
                .headers(headers -> headers.setBearerAuth(INTERNAL))
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult();
    }

    /** A new session of that user. */
    public EntityExchangeResult<byte[]> createFor(String userId) {
        return create("{\"user_id\": \"" + userId + "\"}");
    }

    public int status(String path) {
        return get(path).getStatus().value();
    }

    public EntityExchangeResult<byte[]> create(String body) {
        return post(web, "/v1/sessions", INTERNAL, body);
    }

    /** The token of a new session of user 42. */
    public String token() {
        return tokenOf(create("{\"user_id\": \"42\"}"));
    }

    public EntityExchangeResult<byte[]> post(String path, String token) {
        return post(web, path, null, JSON.writeValueAsString(Map.of("token", token)));
    }

    public static EntityExchangeResult<byte[]> post(
            WebTestClient web, String path, @Nullable String bearer, String body) {
        return web.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    if (bearer != null) {
                        headers.setBearerAuth(bearer);
                    }
                })
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult();
    }

    public static String tokenOf(EntityExchangeResult<byte[]> created) {
        return text(created, "token");
    }

    public static String code(EntityExchangeResult<byte[]> problem) {
        return text(problem, "code");
    }

    public static String text(EntityExchangeResult<byte[]> result, String member) {
        return JSON.readTree(result.getResponseBodyContent()).path(member).asString();
    }

    /** The ids of the sessions in a list. */
    public static List<String> idsIn(EntityExchangeResult<byte[]> result) {
        var ids = new ArrayList<String>();
        JSON.readTree(result.getResponseBodyContent())
                .path("sessions")
                .forEach(session -> ids.add(session.path("session_id").asString()));
        return ids;
    }

    @Override
    public void close() {
        context.close();
    }

    private WebTestClient client(String portProperty) {
        return WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + context.getEnvironment().getProperty(portProperty))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(4 * 1024 * 1024))
                .responseTimeout(Duration.ofSeconds(10))
                .build();
    }
}
