package dev.tigrit.auth.replay;

import dev.tigrit.auth.identity.Digest;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.origin.Origin;
import dev.tigrit.auth.origin.TrustedProxies;
import dev.tigrit.auth.replay.ReplayProperties.Mode;
import dev.tigrit.auth.replay.ReplayProperties.OnOutage;
import dev.tigrit.auth.replay.SeenCredentials.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lets a genuine credential pass for its first presenter only, or once. */
public final class ReplayGuard {

    /** Where a person signs in. The other operations are asked again and again for one sign-in. */
    private static final Set<String> OPERATIONS = Set.of("verify", "ensure-user");

    /** The clocks of two replicas may differ: a credential is remembered until the slowest has refused it as expired. */
    private static final Duration CLOCKS = Duration.ofMinutes(2);

    private final Mode mode;
    private final @Nullable OnOutage onOutage;
    private final SeenCredentials seen;
    private final TrustedProxies proxies;
    private final ReplayMetrics metrics;

    ReplayGuard(ReplayProperties properties, SeenCredentials seen, TrustedProxies proxies, ReplayMetrics metrics) {
        this.mode = properties.mode();
        this.onOutage = properties.onOutage();
        this.seen = seen;
        this.proxies = proxies;
        this.metrics = metrics;
    }

    /** Whether credentials of this operation have to be checked. */
    public boolean guards(String operation) {
        return mode != Mode.OFF && OPERATIONS.contains(operation);
    }

    /** The verdict that becomes of an accepted one. */
    public Mono<Verdict> check(Verdict.Accepted accepted, Origin origin, Instant now) {
        var identity = accepted.identity();
        var left = Duration.between(now, identity.expiresAt());
        if (left.isNegative()) {
            // A tolerance on exp would outlive the memory.
            return Mono.just(Verdict.rejected(Reason.EXPIRED));
        }
        return present(identity, origin, left.plus(CLOCKS))
                .doOnNext(metrics::seen)
                .map(known -> passes(known) ? accepted : Verdict.rejected(Reason.REPLAYED))
                .onErrorResume(_ -> Mono.just(outage(accepted)));
    }

    private Mono<Seen> present(Identity identity, Origin origin, Duration lifetime) {
        return seen.present(identity.signedDigest(), holder(identity.signedDigest(), origin), lifetime);
    }

    private boolean passes(Seen known) {
        return switch (known) {
            case FIRST -> true;
            case BY_THE_SAME -> mode == Mode.FIRST_SEEN;
            case BY_ANOTHER -> false;
        };
    }

    private Verdict outage(Verdict.Accepted accepted) {
        metrics.unavailable();
        return onOutage == OnOutage.ACCEPT ? accepted : new Verdict.GuardUnavailable();
    }

    /** Who presents it; digested, so that no address is stored. */
    private String holder(Digest credential, Origin origin) {
        if (mode == Mode.ONCE) {
            return "once";
        }
        var client = proxies.client(origin);
        return Digest.of(credential.hex(), client == null ? "unknown" : client.text())
                .hex();
    }
}
