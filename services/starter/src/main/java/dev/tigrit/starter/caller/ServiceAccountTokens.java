package dev.tigrit.starter.caller;

import dev.tigrit.starter.jose.CompactJws;
import dev.tigrit.starter.key.Sha256;
import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.starter.mount.MountedFiles;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.http.HttpHeaders;

/**
 * Verifies projected tokens of Kubernetes service accounts without asking anybody: form, then key, then signature, and only then
 * what the token claims. A token is believed until its {@code exp}, also when its pod is gone before that.
 */
public final class ServiceAccountTokens {

    /** Longest time from iat to exp: a token that was made for longer was not made for this. */
    private static final long MAX_LIFETIME_SECONDS = 3600;

    /** Largest accepted token; one of a service account has about 1 KB. */
    static final int MAX_LENGTH = 8192;

    private static final Duration SKEW = Duration.ofSeconds(60);

    /** 9999-12-31, the last moment that RFC 3339 can write. */
    private static final long MAX_TIME = 253_402_300_799L;

    /** Two names of Kubernetes objects (RFC 1123 label and subdomain). */
    private static final Pattern SUBJECT =
            Pattern.compile("system:serviceaccount:([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)"
                    + ":([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)");

    /**
     * When somebody last compared the document with what the cluster publishes: an RFC 3339 time, which changes each minute. It is no
     * part of the document, or everybody would have to prove themselves again with it.
     */
    private static final String CHECKED_AT = "checked-at";

    private final @Nullable MountedFiles<TrustDocument> mounted;
    private final String audience;
    private final Clock clock;
    /** Null where nobody keeps the document up to date: then it is all that there is to know. */
    private volatile @Nullable Instant checkedAt;

    /** @param directory of the trust document, which may appear later; without one no token is ever accepted */
    ServiceAccountTokens(@Nullable Path directory, String audience, Clock clock, BackgroundLoops loops) {
        this.audience = audience;
        this.clock = clock;
        if (directory == null) {
            this.mounted = null;
            return;
        }
        var document = new MountedFiles<>(
                "tigrit.trust.directory",
                directory,
                List.of("issuers", "jwks.json"),
                files -> TrustDocument.read(files.getFirst(), files.getLast(), clock.instant()));
        this.mounted = document;
        this.checkedAt = checkedAt(directory);
        loops.add(document.loop(() -> checkedAt = checkedAt(directory)));
    }

    private static @Nullable Instant checkedAt(Path directory) {
        try {
            return Instant.parse(Files.readString(MountedFiles.folder(directory).resolve(CHECKED_AT))
                    .strip());
        } catch (IOException | DateTimeException _) {
            return null;
        }
    }

    /** Whether there is a trust document to wait for. */
    public boolean areConfigured() {
        return mounted != null;
    }

    /** The gauge {@code tigrit.trust.age}, when there is a trust document to wait for. */
    public void bindTo(MeterRegistry registry) {
        if (mounted != null) {
            TimeGauge.builder("tigrit.trust.age", this::ageOfDocument, TimeUnit.MILLISECONDS)
                    .description(
                            "since the trust document in use was taken from the mount; nothing before the first one")
                    .register(registry);
        }
    }

    private double ageOfDocument() {
        var trust = mounted == null ? null : mounted.current();
        return trust == null
                ? Double.NaN
                : Duration.between(trust.readAt(), clock.instant()).toMillis();
    }

    /**
     * The service account {@code <namespace>/<name>} whose token this is, or null.
     *
     * @throws ProblemException 503 when the cluster may have a key or an issuer that is not in the trust document yet: the token is made
     *     as for this service, and after the document was last compared with what the cluster publishes
     */
    public @Nullable Caller verify(String token) {
        var trust = mounted == null ? null : mounted.current();
        if (trust == null || token.isEmpty() || token.length() > MAX_LENGTH) {
            return null;
        }
        var digest = ByteBuffer.wrap(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
        var now = clock.instant();
        var known = trust.proved(digest, now);
        if (known != null) {
            return known;
        }
        var caller = verify(token, trust, now);
        if (caller != null) {
            trust.prove(digest, caller, now);
        }
        return caller;
    }

    private @Nullable Caller verify(String token, TrustDocument trust, Instant now) {
        var jws = CompactJws.parse(token);
        if (jws == null || jws.hasRefusedParameter()) {
            return null;
        }
        var algorithm = jws.algorithm();
        var kid = text(jws.header(), "kid");
        var key = trust.key(kid);
        if (algorithm == null || (key == null && kid.isEmpty())) {
            return null;
        }
        if (key != null && !key.verifies(algorithm, jws.signed(), jws.signature())) {
            return null;
        }
        var claims = jws.claims();
        var caller = claims == null || !isForUs(claims.get("aud")) ? null : caller(claims, now);
        if (claims == null || caller == null || (key != null && trust.hasIssuer(text(claims, "iss")))) {
            return caller;
        }
        requireCheckedAfter(time(claims, "iat"));
        return null;
    }

    /** Without the key nothing of the token is proved; but a document that was compared after it was made would know the key. */
    private void requireCheckedAfter(@Nullable Instant iat) {
        var at = checkedAt;
        if (at != null && iat != null && !at.isAfter(iat.plus(SKEW))) {
            throw new ProblemException(
                    RequestProblem.TRUST_UNAVAILABLE,
                    "Whether the caller's token is genuine cannot be told yet.",
                    HttpHeaders.RETRY_AFTER,
                    "1");
        }
    }

    private boolean isForUs(@Nullable Object named) {
        return audience.equals(named) || (named instanceof List<?> several && several.contains(audience));
    }

    private static @Nullable Caller caller(Map<String, Object> claims, Instant now) {
        var exp = time(claims, "exp");
        var iat = time(claims, "iat");
        if (exp == null || iat == null || !isCurrent(exp, iat, now) || !isStarted(claims, now)) {
            return null;
        }
        var subject = SUBJECT.matcher(text(claims, "sub"));
        return subject.matches() ? new Caller(subject.group(1) + "/" + subject.group(2), exp) : null;
    }

    private static boolean isCurrent(Instant exp, Instant iat, Instant now) {
        return now.isBefore(exp) && !iat.isAfter(now.plus(SKEW)) && !exp.isAfter(iat.plusSeconds(MAX_LIFETIME_SECONDS));
    }

    private static boolean isStarted(Map<String, Object> claims, Instant now) {
        if (!claims.containsKey("nbf")) {
            return true;
        }
        var nbf = time(claims, "nbf");
        return nbf != null && !nbf.isAfter(now.plus(SKEW));
    }

    /** A NumericDate (RFC 7519 section 2) in whole seconds, as Kubernetes writes them; null when absent or something else. */
    private static @Nullable Instant time(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof Long seconds && seconds >= 0 && seconds <= MAX_TIME
                ? Instant.ofEpochSecond(seconds)
                : null;
    }

    private static String text(Map<String, Object> members, String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    /**
     * Whose word counts for callers.
     *
     * @param directory of the mounted trust ConfigMap with the files {@code issuers}, {@code jwks.json} and, where somebody keeps it up to
     *     date, {@code checked-at}; it may appear later. Without one no service account token is accepted
     * @param audience what a token has to be made for, this service's own; required with a directory
     */
    @ConfigurationProperties("tigrit.trust")
    public record Properties(
            @Nullable Path directory, @Nullable String audience) {

        public Properties {
            directory = directory == null || directory.toString().isBlank() ? null : directory;
            if (directory != null) {
                if (Files.isRegularFile(directory)) {
                    throw new IllegalStateException("tigrit.trust.directory has to be a directory, not a file");
                }
                if (audience == null || audience.isBlank() || !audience.equals(audience.strip())) {
                    throw new IllegalStateException(
                            "tigrit.trust.audience has to be this service's audience, without white space around it:"
                                    + " it is required with tigrit.trust.directory");
                }
            }
        }

        /** The verifier of these tokens; one that accepts none without a directory. */
        public ServiceAccountTokens toTokens(Clock clock, BackgroundLoops loops) {
            return new ServiceAccountTokens(directory, Objects.requireNonNullElse(audience, ""), clock, loops);
        }
    }
}
