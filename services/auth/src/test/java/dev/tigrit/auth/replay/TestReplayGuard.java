package dev.tigrit.auth.replay;

import dev.tigrit.auth.replay.ReplayProperties.Mode;
import dev.tigrit.auth.replay.ReplayProperties.OnOutage;
import dev.tigrit.starter.key.Sensitive;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** A guard over memory, for tests of what stands around it. */
public record TestReplayGuard(ReplayGuard guard) {

    public static TestReplayGuard off() {
        return of(Mode.OFF);
    }

    public static TestReplayGuard once() {
        return of(Mode.ONCE);
    }

    private static TestReplayGuard of(Mode mode) {
        return new TestReplayGuard(new ReplayGuard(
                new ReplayProperties(
                        mode, Sensitive.valueOf("redis://localhost"), OnOutage.REFUSE, Duration.ofSeconds(1)),
                new UsedInMemory(),
                new SimpleMeterRegistry()));
    }
}
