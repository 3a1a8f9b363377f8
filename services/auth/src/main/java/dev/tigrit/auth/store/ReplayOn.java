package dev.tigrit.auth.store;

import dev.tigrit.auth.replay.ReplayProperties.Mode;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Without the replay guard there is no Redis, and nothing of its driver is started. */
final class ReplayOn implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Binder.get(context.getEnvironment())
                        .bind("auth.replay.mode", Mode.class)
                        .orElse(Mode.OFF)
                != Mode.OFF;
    }
}
