package dev.tigrit.sessions.http;

import dev.tigrit.sessions.store.Ended;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** 204: what was to end is over, and how many replicas of the store know. */
public final class EndedAnswer {

    private static final String REPLICAS = "X-Replicas-Acknowledged";

    private EndedAnswer() {}

    public static Mono<ServerResponse> of(Ended ended) {
        var answer = ServerResponse.noContent();
        ended.replicas().ifPresent(replicas -> answer.header(REPLICAS, Long.toString(replicas)));
        return answer.build();
    }
}
