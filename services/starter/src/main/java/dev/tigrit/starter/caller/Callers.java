package dev.tigrit.starter.caller;

import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Which service calls, and whether it may: being authenticated is no permission. */
public final class Callers {

    private final CallerVerifier verifier;
    private final Map<String, Set<String>> permissions;

    /** @param permissions operations, constants in lower case with hyphens, by caller; who is not listed may do nothing */
    public Callers(CallerVerifier verifier, Map<String, Set<String>> permissions) {
        this.verifier = verifier;
        this.permissions = permissions;
    }

    /** Refuses, with the configuration key, an operation that does not exist: its permission would silently never apply. */
    public static <E extends Enum<E>> void requireKnown(
            String property, Map<String, Set<String>> permissions, Class<E> operations) {
        var known = Arrays.stream(operations.getEnumConstants())
                .map(Callers::name)
                .collect(Collectors.toCollection(TreeSet::new));
        permissions.forEach((caller, listed) -> {
            var unknown = new TreeSet<>(listed);
            unknown.removeAll(known);
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException(
                        property + "." + caller + " has unknown operations " + unknown + "; known are " + known);
            }
        });
    }

    /** The caller's name, or null when Authorization proves none, or none that is known yet. For where no answer depends on it. */
    public @Nullable String find(List<String> authorization) {
        try {
            return name(authorization, verifier::verify);
        } catch (ProblemException _) {
            return null;
        }
    }

    private static @Nullable String name(List<String> authorization, Function<String, @Nullable Caller> proof) {
        var caller = authorization.size() == 1 ? proof.apply(authorization.getFirst()) : null;
        return caller == null ? null : caller.name();
    }

    /**
     * @return the caller's name
     * @throws ProblemException 401 when Authorization proves none, 403 when it may not do this, 503 while its key is not known
     */
    public String require(HttpHeaders headers, Enum<?> operation) {
        return require(headers.getOrEmpty(HttpHeaders.AUTHORIZATION), operation);
    }

    /** The same of the lines of the header field Authorization. */
    public String require(List<String> authorization, Enum<?> operation) {
        return permitted(authorization, verifier::verify, ProblemException::unauthenticated, operation);
    }

    /** The same at an endpoint of OAuth, whose clients authenticate with {@code Basic} as well. */
    public String requireClient(HttpHeaders headers, Enum<?> operation) {
        return permitted(
                headers.getOrEmpty(HttpHeaders.AUTHORIZATION),
                verifier::verifyClient,
                ProblemException::unauthenticatedClient,
                operation);
    }

    private String permitted(
            List<String> authorization,
            Function<String, @Nullable Caller> proof,
            Function<Boolean, ProblemException> unauthenticated,
            Enum<?> operation) {
        var caller = name(authorization, proof);
        if (caller == null) {
            throw unauthenticated.apply(!authorization.isEmpty());
        }
        if (!permissions.getOrDefault(caller, Set.of()).contains(name(operation))) {
            throw new ProblemException(
                    RequestProblem.FORBIDDEN, "The caller is not listed for the operation " + name(operation) + ".");
        }
        return caller;
    }

    private static String name(Enum<?> operation) {
        return operation.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
