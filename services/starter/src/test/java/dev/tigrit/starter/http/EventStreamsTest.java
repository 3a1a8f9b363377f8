package dev.tigrit.starter.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.starter.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class EventStreamsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EventStreams streams = new EventStreams(Duration.ofDays(1));
    private final List<Disposable> open = new ArrayList<>();

    @AfterEach
    void closeAll() {
        open.forEach(Disposable::dispose);
    }

    @Test
    void callerWithManyStreamsGetsNoMoreUntilOneEnds() {
        hold("one", EventStreams.MAX_OF_ONE_CALLER);

        refused("one", 429);
        accepted("another");

        open.removeFirst().dispose();
        accepted("one");
    }

    @Test
    void manyCallersTogetherAreBounded() {
        for (var caller = 0; caller < EventStreams.MAX_IN_ALL / EventStreams.MAX_OF_ONE_CALLER; caller++) {
            hold("caller-" + caller, EventStreams.MAX_OF_ONE_CALLER);
        }

        refused("another", 503);

        open.removeFirst().dispose();
        accepted("another");
    }

    private void hold(String caller, int count) {
        for (var i = 0; i < count; i++) {
            open.add(stream(caller).subscribe());
        }
    }

    private void accepted(String caller) {
        StepVerifier.create(stream(caller)).expectNextCount(1).thenCancel().verify(PATIENCE);
    }

    private void refused(String caller, int status) {
        StepVerifier.create(stream(caller))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                problem -> assertThat(problem.code().status().value())
                                        .isEqualTo(status)))
                .verify(PATIENCE);
    }

    private Flux<ServerSentEvent<String>> stream(String caller) {
        return streams.open(caller, Flux.never(), () -> true);
    }
}
