package dev.tigrit.secrets.admin;

import dev.tigrit.secrets.caller.AuditLog;
import dev.tigrit.secrets.caller.BundleDecision;
import dev.tigrit.starter.caller.Caller;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.caller.ServiceAccountTokens;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Authenticates the operator's service account, and no other caller, by a token for this port's own audience. */
@Component
@ConditionalOnProperty("secrets.bundle.directory")
final class AdminCallers {

    private final CallerVerifier verifier;
    private final String subject;
    private final AuditLog audit;

    AdminCallers(
            ServiceAccountTokens.Properties trust,
            AdminProperties properties,
            AuditLog audit,
            Clock clock,
            BackgroundLoops loops) {
        if (trust.directory() == null) {
            throw new IllegalArgumentException(
                    "tigrit.trust.directory is not set: in bundle mode it proves the operator and the readers");
        }
        if (String.valueOf(properties.audience()).equals(trust.audience())) {
            throw new IllegalArgumentException(
                    "secrets.admin.audience is tigrit.trust.audience: a reader's token must not fit the admin port");
        }
        var tokens =
                new ServiceAccountTokens.Properties(trust.directory(), properties.audience()).toTokens(clock, loops);
        this.verifier = new CallerVerifier(KeyRing.empty(), tokens::verify, clock);
        this.subject = String.valueOf(properties.subject());
        this.audit = audit;
    }

    /**
     * @return the operator's name
     * @throws ProblemException 401 for no caller of this port, 403 for another one, 503 while the key of its token is not known
     */
    String require(List<String> authorization) {
        var caller = authorization.size() == 1 ? verify(authorization.getFirst()) : null;
        if (caller == null) {
            audit.push(null, 0, BundleDecision.UNAUTHENTICATED);
            throw ProblemException.unauthenticated(!authorization.isEmpty());
        }
        if (!caller.name().equals(subject)) {
            audit.push(caller.name(), 0, BundleDecision.FORBIDDEN);
            throw new ProblemException(
                    RequestProblem.FORBIDDEN, "Only the operator's service account may call this port.");
        }
        return caller.name();
    }

    private @Nullable Caller verify(String header) {
        try {
            return verifier.verify(header);
        } catch (ProblemException e) {
            audit.push(null, 0, BundleDecision.TRUST_UNAVAILABLE);
            throw e;
        }
    }
}
