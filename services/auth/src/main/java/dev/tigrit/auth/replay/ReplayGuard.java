package dev.tigrit.auth.replay;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.replay.ReplayProperties.Mode;
import dev.tigrit.auth.replay.ReplayProperties.OnOutage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Accepts a genuine credential once. Each result is counted as {@code auth.replay}. */
@Component
public final class ReplayGuard {

    /** Where a person signs in. The other operations are asked again and again for one sign-in. */
    private static final Set<String> OPERATIONS = Set.of("verify", "ensure-user");

    /** The clocks of two replicas may differ: a credential is remembered until the slowest has refused it as expired. */
    private static final Duration CLOCKS = Duration.ofMinutes(2);

    private final Mode mode;
    private final @Nullable OnOutage onOutage;
    private final UsedCredentials used;
    private final Counter first;
    private final Counter again;
    private final Counter unavailable;

    /** @param used null when the guard is off */
    public ReplayGuard(ReplayProperties properties, @Nullable UsedCredentials used, MeterRegistry registry) {
        this.mode = properties.mode();
        this.onOutage = properties.onOutage();
        this.used = used != null ? used : (_, _) -> Mono.error(new IllegalStateException("auth.replay.mode is off"));
        this.first = counter(registry, "first");
        this.again = counter(registry, "again");
        this.unavailable = counter(registry, "unavailable");
    }

    /** Whether credentials of this operation have to be checked. */
    public boolean guards(String operation) {
        return mode != Mode.OFF && OPERATIONS.contains(operation);
    }

    public Mono<Verdict> check(Verdict.Accepted accepted, Instant now) {
        var identity = accepted.identity();
        var left = Duration.between(now, identity.expiresAt());
        if (left.isNegative()) {
            // A tolerance on exp would outlive the memory.
            return Mono.just(Verdict.rejected(Reason.EXPIRED));
        }
        return used.use(identity.signedDigest(), left.plus(CLOCKS))
                .map(isFirst -> isFirst ? pass(accepted) : replayed())
                .onErrorResume(_ -> Mono.just(outage(accepted)));
    }

    private Verdict pass(Verdict.Accepted accepted) {
        first.increment();
        return accepted;
    }

    private Verdict replayed() {
        again.increment();
        return Verdict.rejected(Reason.REPLAYED);
    }

    private Verdict outage(Verdict.Accepted accepted) {
        unavailable.increment();
        return onOutage == OnOutage.ACCEPT ? accepted : new Verdict.GuardUnavailable();
    }

    private static Counter counter(MeterRegistry registry, String seen) {
        return Counter.builder("auth.replay")
                .description("what the replay guard knew of genuine credentials")
                .tag("seen", seen)
                .register(registry);
    }

    /** Remembers for all replicas which credentials were used. */
    public interface UsedCredentials {

        /**
         * Notes a use of the credential. Of racing calls exactly one is the first.
         *
         * @param credential digest of what was signed
         * @param lifetime how long to remember it
         * @return whether this is the first use; an error when that is unknown
         */
        Mono<Boolean> use(String credential, Duration lifetime);
    }
}
