package dev.tigrit.starter.loop;

import java.util.List;
import org.springframework.context.SmartLifecycle;

/** A bean with work beside the requests: its loops run from the application's start to its end. */
public interface BackgroundWork extends SmartLifecycle {

    /** The same ones at each call; none where there is nothing to do. */
    List<BackgroundLoop> loops();

    @Override
    default void start() {
        loops().forEach(BackgroundLoop::start);
    }

    @Override
    default void stop() {
        loops().forEach(BackgroundLoop::stop);
    }

    @Override
    default boolean isRunning() {
        return loops().stream().anyMatch(BackgroundLoop::isRunning);
    }
}
