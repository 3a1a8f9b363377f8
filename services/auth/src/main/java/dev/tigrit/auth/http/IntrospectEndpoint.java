package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.auth.http.HttpProperties.Operation;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Identity.Method;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.http.FormBody;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Translates POST /v1/introspect; the decision is {@link Decisions}. */
record IntrospectEndpoint(Decisions decisions, Callers callers) {

    /** Three parts; initData has an equals sign in it, which no JWT has. The hint is only a hint (RFC 7662 section 2.1). */
    private static final Pattern COMPACT = Pattern.compile("[^.=&]*\\.[^.=&]*\\.[^.=&]*");

    Mono<ServerResponse> introspect(ServerRequest request) {
        var http = request.exchange().getRequest();
        return Mono.fromSupplier(() -> callers.requireClient(http.getHeaders(), Operation.INTROSPECT))
                .flatMap(caller -> FormBody.read(http, PresentedCredential.MAX_BODY)
                        .map(IntrospectEndpoint::credential)
                        .flatMap(credential -> decisions.decide(credential, "introspect", caller)))
                .map(IntrospectEndpoint::answer)
                .flatMap(answer -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(answer));
    }

    private static Credential credential(Map<String, String> form) {
        var token = form.getOrDefault("token", "");
        if (token.isEmpty()) {
            throw CredentialBody.malformed("The parameter token is required.");
        }
        return new Credential(COMPACT.matcher(token).matches() ? Method.JWT : Method.TELEGRAM_INIT_DATA, token, null);
    }

    /** RFC 7662 section 2.2: {@code active} alone for a token that is unknown, forged or expired. */
    private static Map<String, @Nullable Object> answer(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var identity) -> active(identity);
            case Verdict.Rejected _ -> Map.of("active", false);
            case Verdict.Refused refused -> throw refused.problem().exception();
        };
    }

    private static Map<String, @Nullable Object> active(Identity identity) {
        var issuedAt = identity.issuedAt();
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("active", true);
        members.put("sub", identity.userId());
        members.put("username", identity.user().username());
        members.put("iss", identity.issuer());
        members.put("client_id", identity.bot());
        members.put("exp", identity.expiresAt().getEpochSecond());
        members.put("iat", issuedAt == null ? null : issuedAt.getEpochSecond());
        members.put("token_type", identity.method() == Method.JWT ? "Bearer" : "tma");
        members.values().removeIf(Objects::isNull);
        return members;
    }
}
