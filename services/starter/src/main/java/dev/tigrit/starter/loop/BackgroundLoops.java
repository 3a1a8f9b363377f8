package dev.tigrit.starter.loop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.SmartLifecycle;

/** The work of an application beside its requests: loops that run from its start to its end. */
public final class BackgroundLoops implements SmartLifecycle {

    private final List<BackgroundLoop> loops = new CopyOnWriteArrayList<>();

    /** One more, before the application has started. */
    public void add(BackgroundLoop loop) {
        loops.add(loop);
    }

    @Override
    public void start() {
        loops.forEach(BackgroundLoop::start);
    }

    @Override
    public void stop() {
        loops.forEach(BackgroundLoop::stop);
    }

    @Override
    public boolean isRunning() {
        return loops.stream().anyMatch(BackgroundLoop::isRunning);
    }
}
