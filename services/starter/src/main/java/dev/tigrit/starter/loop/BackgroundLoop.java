package dev.tigrit.starter.loop;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Runs a task, waits, and runs it again for the life of the application; the one place that subscribes. A task that fails is
 * logged by the type of its error only, since messages may quote input, and runs again after the same pause.
 */
public final class BackgroundLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BackgroundLoop.class);

    private final String name;
    private final Duration pause;
    private final Supplier<? extends Mono<?>> task;
    private Disposable subscription = Disposables.disposed();

    /** @param pause between the end of one run and the next start, varied by a tenth so that replicas do not march in step */
    public BackgroundLoop(String name, Duration pause, Supplier<? extends Mono<?>> task) {
        this.name = name;
        this.pause = pause;
        this.task = task;
    }

    /** A task that blocks, on a thread that may. */
    public static BackgroundLoop ofBlocking(String name, Duration pause, Runnable task) {
        return new BackgroundLoop(name, pause, () -> Mono.fromRunnable(task).subscribeOn(Schedulers.boundedElastic()));
    }

    @Override
    public void start() {
        subscription = Mono.defer(task)
                .then()
                .onErrorResume(this::logged)
                .then(Mono.defer(() -> Mono.delay(jittered())))
                .repeat()
                .subscribe();
    }

    @Override
    public void stop() {
        subscription.dispose();
    }

    @Override
    public boolean isRunning() {
        return !subscription.isDisposed();
    }

    private Mono<Void> logged(Throwable error) {
        return Mono.fromRunnable(() -> log.atWarn()
                .addKeyValue("loop", name)
                .addKeyValue("error", error.getClass().getSimpleName())
                .log("background task failed, it will run again"));
    }

    private Duration jittered() {
        var tenth = Math.max(1, pause.toMillis() / 10);
        return pause.plusMillis(ThreadLocalRandom.current().nextLong(-tenth, tenth + 1));
    }
}
