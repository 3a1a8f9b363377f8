package dev.tigrit.sessions.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.starter.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class CallerTurnsTest {

    private static final ServerResponse.Context WRITERS = new ServerResponse.Context() {
        @Override
        public List<HttpMessageWriter<?>> messageWriters() {
            return List.of();
        }

        @Override
        public List<ViewResolver> viewResolvers() {
            return List.of();
        }
    };

    private final CallerTurns turns = new CallerTurns(new CallerTurns.Bounds(3, 2, 3, 2));
    private final List<String> begun = new ArrayList<>();

    @Test
    void oneCallerDoesNotTakeEveryTurn() {
        var first = begin("one", "a");
        begin("one", "b");
        begin("one", "c");
        begin("two", "d");

        assertThat(begun).containsExactly("a", "b", "d");

        first.end();
        assertThat(begun).containsExactly("a", "b", "d", "c");
    }

    @Test
    void whatFindsNoRoomToWaitIsRefusedBeforeItBegins() {
        for (var name : List.of("a", "b", "c", "d")) {
            begin("one", name);
        }

        StepVerifier.create(turns.take("one", Mono.fromRunnable(() -> begun.add("e"))))
                .expectErrorSatisfies(error -> assertThat(
                                ((ProblemException) error).code().status().value())
                        .isEqualTo(429))
                .verify(Duration.ofSeconds(5));
        assertThat(begun).containsExactly("a", "b");
    }

    @Test
    void whoLeavesGivesTheTurnBackWhetherItHadOneOrNot() {
        var first = begin("one", "a");
        begin("one", "b");
        var waiting = begin("one", "c");
        begin("one", "d");

        waiting.leave();
        first.leave();

        assertThat(begun).containsExactly("a", "b", "d");
    }

    @Test
    void workThatFailsGivesItsTurnBack() {
        begin("one", "a");
        var failing = begin("one", "b");
        begin("one", "c");

        failing.fail();

        assertThat(begun).containsExactly("a", "b", "c");
    }

    @Test
    void turnLastsUntilTheAnswerIsTaken() {
        var slow = exchange();
        var taken = Sinks.<Void>empty();
        slow.getResponse().setWriteHandler(_ -> taken.asMono());
        var answers = new CallerTurns(new CallerTurns.Bounds(1, 1, 1, 1));
        var first = answer(answers, slow);

        StepVerifier.create(first.and(answer(answers, exchange())))
                .expectSubscription()
                .then(() -> {
                    assertThat(begun).containsExactly("json");
                    taken.tryEmitEmpty();
                })
                .expectComplete()
                .verify(Duration.ofSeconds(5));
        assertThat(begun).containsExactly("json", "json");
    }

    private Mono<Void> answer(CallerTurns answers, MockServerWebExchange exchange) {
        return answers.answer("one", Mono.fromSupplier(() -> {
                    begun.add("json");
                    return new byte[] {'{', '}'};
                }))
                .flatMap(answer -> answer.writeTo(exchange, WRITERS));
    }

    private static MockServerWebExchange exchange() {
        return MockServerWebExchange.from(MockServerHttpRequest.get("/"));
    }

    @Test
    void nobodyWaitsLongerThanTwoSeconds() {
        var clock = VirtualTimeScheduler.getOrSet();
        try {
            begin("one", "a");
            begin("one", "b");
            var waiting = begin("one", "c");
            clock.advanceTimeBy(Duration.ofMillis(1_999));
            assertThat(waiting.error()).isNull();

            clock.advanceTimeBy(Duration.ofMillis(2));

            assertThat(waiting.error()).isInstanceOf(ProblemException.class);
            begin("one", "d");
            begin("one", "e");
            assertThat(begun).containsExactly("a", "b");
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    private Work begin(String caller, String name) {
        var work = new Work();
        work.subscription = turns.take(caller, Mono.defer(() -> {
                    begun.add(name);
                    return work.result.asMono();
                }))
                .subscribe(_ -> {}, error -> work.error = error);
        return work;
    }

    private static final class Work {

        private final Sinks.One<String> result = Sinks.one();
        private Disposable subscription = Disposables.disposed();
        private @Nullable Throwable error;

        void end() {
            result.tryEmitValue("done");
        }

        void fail() {
            result.tryEmitError(new IllegalStateException("a test"));
        }

        void leave() {
            subscription.dispose();
        }

        @Nullable
        Throwable error() {
            return error;
        }
    }
}
