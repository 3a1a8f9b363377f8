package dev.tigrit.secrets.admin;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.tigrit.secrets.audit.AuditLog;
import dev.tigrit.secrets.audit.BundleDecision;
import dev.tigrit.secrets.bundle.Bundle;
import dev.tigrit.secrets.bundle.InvalidBundleException;
import dev.tigrit.secrets.bundle.ServedBundle;
import dev.tigrit.secrets.bundle.ServedBundle.Acceptance;
import dev.tigrit.secrets.secret.Incarnation;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.http.Methods;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
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
final class AdminRoutes {

    static final int MAX_BYTES = 32 * 1024 * 1024;

    private static final String PATH = "/admin/v1/bundle";

    private final AdminCallers callers;
    private final ServedBundle served;
    private final AuditLog audit;
    private final JsonMapper json;

    AdminRoutes(AdminCallers callers, ServedBundle served, AuditLog audit, JsonMapper json) {
        this.callers = callers;
        this.served = served;
        this.audit = audit;
        this.json = json;
    }

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
        var report = new LinkedHashMap<String, Object>();
        report.put("formats", List.of(Bundle.FORMAT));
        putIncarnation(report, bundle);
        report.put("revision", bundle == null ? 0 : bundle.revision());
        if (bundle != null) {
            report.put("digest", bundle.digest());
        }
        report.put("keys", bundle == null ? List.of() : keys(bundle));
        return answer(HttpStatus.OK, MediaType.APPLICATION_JSON, report);
    }

    private static void putIncarnation(Map<String, Object> document, @Nullable Bundle bundle) {
        if (bundle != null && !bundle.incarnation().equals(Incarnation.NONE)) {
            document.put("incarnation", bundle.incarnation());
        }
    }

    private static List<Map<String, Object>> keys(Bundle bundle) {
        var keys = new ArrayList<Map<String, Object>>();
        for (var entry : bundle.entries()) {
            var key = new LinkedHashMap<String, Object>();
            key.put("key", entry.key());
            key.put("version", entry.secret().version());
            key.put("digest", String.valueOf(bundle.digests().get(entry.key())));
            keys.add(key);
        }
        return keys;
    }

    /** Who it is comes before the body, which is large; reading that takes a while, and so it leaves the event loop. */
    private Mono<ServerResponse> replace(ServerRequest request) {
        var caller = callers.require(request.headers().header(HttpHeaders.AUTHORIZATION));
        var received = request.exchange().getRequest();
        JsonBody.requireJson(received);
        return JsonBody.bytes(received, MAX_BYTES)
                .switchIfEmpty(Mono.error(() -> malformed("The body is empty.")))
                .publishOn(Schedulers.boundedElastic())
                .map(body -> parsed(caller, body))
                .flatMap(bundle -> answer(caller, bundle, served.offer(bundle)));
    }

    private Bundle parsed(String caller, byte[] body) {
        try {
            return Bundle.parse(body);
        } catch (InvalidBundleException.UnknownFormatException _) {
            audit.push(caller, 0, BundleDecision.UNKNOWN_FORMAT);
            throw new ProblemException(
                    AdminProblem.UNKNOWN_FORMAT,
                    "This release reads format " + Bundle.FORMAT + ". What is served stays.");
        } catch (InvalidBundleException e) {
            audit.push(caller, 0, BundleDecision.INVALID);
            throw malformed("The bundle is invalid: " + e.getMessage() + ".");
        }
    }

    private Mono<ServerResponse> answer(String caller, Bundle bundle, Acceptance acceptance) {
        audit.push(caller, bundle.revision(), acceptance.decision());
        return switch (acceptance) {
            case Acceptance.Loaded(var loaded) -> acknowledge(loaded);
            case Acceptance.Unchanged(var held) -> acknowledge(held);
            case Acceptance.Stale(var held) -> conflict(AdminProblem.STALE_REVISION, held);
            case Acceptance.Conflict(var held) -> conflict(AdminProblem.REVISION_CONFLICT, held);
        };
    }

    private Mono<ServerResponse> acknowledge(Bundle bundle) {
        var ack = new LinkedHashMap<String, Object>();
        putIncarnation(ack, bundle);
        ack.put("revision", bundle.revision());
        ack.put("digest", bundle.digest());
        return answer(HttpStatus.OK, MediaType.APPLICATION_JSON, ack);
    }

    /** The starter's problems have no further members, and the operator needs the revision. */
    private Mono<ServerResponse> conflict(AdminProblem problem, Bundle held) {
        var code = problem.name().toLowerCase(Locale.ROOT);
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "urn:tigrit:problem:" + code);
        body.put("title", problem.title());
        body.put("status", problem.status().value());
        body.put("detail", "This replica serves revision " + held.revision() + ".");
        body.put("code", code);
        putIncarnation(body, held);
        body.put("revision", held.revision());
        return answer(problem.status(), MediaType.APPLICATION_PROBLEM_JSON, body);
    }

    private Mono<ServerResponse> answer(HttpStatus status, MediaType type, Map<String, Object> body) {
        return ServerResponse.status(status).contentType(type).bodyValue(json.writeValueAsBytes(body));
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(RequestProblem.BAD_REQUEST, detail);
    }
}
