package dev.tigrit.secrets.admin;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tigrit.secrets.bundle.Bundle;
import dev.tigrit.secrets.bundle.ServedBundle;
import dev.tigrit.secrets.bundle.ServedBundle.Acceptance;
import dev.tigrit.secrets.caller.AuditLog;
import dev.tigrit.secrets.caller.BundleDecision;
import dev.tigrit.secrets.caller.SecretsProblem;
import dev.tigrit.secrets.secret.Incarnation;
import dev.tigrit.secrets.secret.InvalidDocumentException;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.http.Methods;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** {@code /admin/v1/bundle}. Its routes are no bean: Spring would serve them on the main port. */
@Component
@ConditionalOnProperty("secrets.bundle.directory")
record AdminRoutes(AdminCallers callers, ServedBundle served, AuditLog audit, JsonMapper json) {

    static final int MAX_BYTES = 32 * 1024 * 1024;

    private static final List<Integer> FORMATS = List.of(Bundle.FORMAT);
    private static final String PATH = "/admin/v1/bundle";

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Report(
            List<Integer> formats,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String incarnation,
            long revision,
            @Nullable String digest,
            List<Key> keys) {}

    private record Key(String key, long version, String digest) {}

    private record Acknowledgement(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String incarnation, long revision, String digest) {}

    RouterFunction<ServerResponse> router() {
        return RouterFunctions.route()
                .GET(PATH, this::report)
                .PUT(PATH, this::replace)
                .route(path(PATH), Methods.only(HttpMethod.GET, HttpMethod.PUT))
                .build();
    }

    private Mono<ServerResponse> report(ServerRequest request) {
        callers.require(request.headers().header(HttpHeaders.AUTHORIZATION));
        var bundle = served.get();
        var report = bundle == null
                ? new Report(FORMATS, Incarnation.NONE, 0, null, List.of())
                : new Report(FORMATS, bundle.incarnation(), bundle.revision(), bundle.digest(), keys(bundle));
        return answer(report);
    }

    private static List<Key> keys(Bundle bundle) {
        return bundle.byKey().values().stream()
                .map(entry -> new Key(
                        entry.key(),
                        entry.secret().version(),
                        String.valueOf(bundle.digests().get(entry.key()))))
                .toList();
    }

    /** Who it is comes before the body, which is large; reading that takes a while, and so it leaves the event loop. */
    private Mono<ServerResponse> replace(ServerRequest request) {
        var caller = callers.require(request.headers().header(HttpHeaders.AUTHORIZATION));
        var received = request.exchange().getRequest();
        JsonBody.requireJson(received.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
        return JsonBody.bytes(received, MAX_BYTES)
                .switchIfEmpty(Mono.error(() -> malformed("The body is empty.")))
                .publishOn(Schedulers.boundedElastic())
                .map(body -> parsed(caller, body))
                .flatMap(bundle -> answer(caller, bundle.revision(), served.offer(bundle)));
    }

    private Bundle parsed(String caller, byte[] body) {
        try {
            return Bundle.parse(body);
        } catch (InvalidDocumentException.UnknownFormatException _) {
            audit.push(caller, 0, BundleDecision.UNKNOWN_FORMAT);
            throw new ProblemException(
                    SecretsProblem.UNKNOWN_FORMAT,
                    "This release reads format " + Bundle.FORMAT + ". What is served stays.");
        } catch (InvalidDocumentException e) {
            audit.push(caller, 0, BundleDecision.INVALID);
            throw malformed("The bundle is invalid: " + e.getMessage() + ".");
        }
    }

    private Mono<ServerResponse> answer(String caller, long revision, Acceptance acceptance) {
        audit.push(caller, revision, acceptance.decision());
        var held = acceptance.served();
        return switch (acceptance.decision()) {
            case STALE -> conflict(SecretsProblem.STALE_REVISION, held);
            case CONFLICT -> conflict(SecretsProblem.REVISION_CONFLICT, held);
            case LOADED, UNCHANGED -> answer(new Acknowledgement(held.incarnation(), held.revision(), held.digest()));
            case INVALID, UNKNOWN_FORMAT, UNAUTHENTICATED, TRUST_UNAVAILABLE, FORBIDDEN ->
                throw new IllegalStateException("not decided by what is served: " + acceptance.decision());
        };
    }

    /** With what the operator needs beside the problem. */
    private static Mono<ServerResponse> conflict(SecretsProblem problem, Bundle held) {
        var members = new HashMap<String, Object>();
        members.put("revision", held.revision());
        if (!held.incarnation().equals(Incarnation.NONE)) {
            members.put("incarnation", held.incarnation());
        }
        return Mono.error(new ProblemException(
                problem, "This replica serves revision " + held.revision() + ".", HttpHeaders.EMPTY, members));
    }

    private Mono<ServerResponse> answer(Record body) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(json.writeValueAsBytes(body));
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(RequestProblem.BAD_REQUEST, detail);
    }
}
