package dev.tigrit.secrets.read;

import dev.tigrit.secrets.caller.Callers;
import dev.tigrit.secrets.caller.SecretsProblem;
import dev.tigrit.secrets.read.SecretReads.Outcome;
import dev.tigrit.starter.direct.DirectCall;
import dev.tigrit.starter.direct.DirectCall.Answer;
import dev.tigrit.starter.direct.DirectCall.Field;
import dev.tigrit.starter.direct.DirectCall.Request;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.json.JsonMapper;

/** {@code /v1/secrets} and {@code /v1/secrets/{key}}: HTTP in, HTTP out, no decision. */
@Configuration(proxyBeanMethods = false)
record SecretRoutes(SecretReads reads, Callers callers, JsonMapper json) {

    private static final String REVISION = "X-Bundle-Revision";
    private static final String MIN_REVISION = "X-Min-Bundle-Revision";
    private static final String MIN_INCARNATION = "X-Min-Bundle-Incarnation";
    private static final String RETRY_AFTER_SECONDS = "1";

    @Bean
    DirectCall secretList() {
        return new DirectCall("GET", "/v1/secrets", 0, this::list);
    }

    @Bean
    DirectCall secretRead() {
        return new DirectCall("GET", "/v1/secrets/{key}", 0, this::read);
    }

    private CompletionStage<Answer> list(Request request) {
        return answer(request, reads.list(caller(request, reads::listTrustUnavailable)));
    }

    private CompletionStage<Answer> read(Request request) {
        var key = request.segment();
        var outcome = reads.read(
                caller(request, () -> reads.trustUnavailable(key)),
                key,
                request.field(HttpHeaders.IF_NONE_MATCH),
                new SecretReads.LeastState(request.field(MIN_REVISION), request.field(MIN_INCARNATION)));
        return answer(request, outcome);
    }

    private CompletionStage<Answer> answer(Request request, Outcome outcome) {
        return CompletableFuture.completedFuture(
                switch (outcome) {
                    case Outcome.Found(var rendering, var revision) ->
                        new Answer(
                                200, List.of(Field.JSON, revision(revision), etag(rendering.etag())), rendering.body());
                    case Outcome.Names(var secrets, var revision) ->
                        new Answer(
                                200,
                                List.of(Field.JSON, revision(revision)),
                                json.writeValueAsBytes(Map.of("secrets", secrets)));
                    case Outcome.NotModified(var etag, var revision) ->
                        new Answer(304, List.of(revision(revision), etag(etag)));
                    case Outcome.NotFound(var revision) ->
                        throw new ProblemException(
                                RequestProblem.NOT_FOUND,
                                "There is no such secret for this caller.",
                                headers(revision));
                    case Outcome.NotYet(var revision) -> throw notYet(revision);
                    case Outcome.MalformedRevision _ ->
                        throw new ProblemException(
                                RequestProblem.BAD_REQUEST,
                                MIN_REVISION + " has to be one number of 1 to 18 digits, " + MIN_INCARNATION
                                        + " one incarnation.");
                    case Outcome.Unauthenticated _ ->
                        throw ProblemException.unauthenticated(request.field(HttpHeaders.AUTHORIZATION) != null);
                });
    }

    /** @param unknown is run when the caller cannot be verified yet, which is 503 */
    private @Nullable String caller(Request request, Runnable unknown) {
        try {
            var caller = callers.verify(request.field(HttpHeaders.AUTHORIZATION));
            return caller == null ? null : caller.name();
        } catch (ProblemException e) {
            unknown.run();
            throw e;
        }
    }

    private static ProblemException notYet(long revision) {
        var headers = headers(revision);
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return new ProblemException(SecretsProblem.NOT_YET, "This replica serves revision " + revision + ".", headers);
    }

    private static Field etag(String etag) {
        return new Field(HttpHeaders.ETAG, etag);
    }

    private static Field revision(long revision) {
        return new Field(REVISION, Long.toString(revision));
    }

    private static HttpHeaders headers(long revision) {
        var headers = new HttpHeaders();
        headers.set(REVISION, Long.toString(revision));
        return headers;
    }
}
