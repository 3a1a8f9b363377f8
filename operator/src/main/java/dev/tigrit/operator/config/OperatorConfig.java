package dev.tigrit.operator.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code operator.yaml}; keys are written in kebab case, durations in ISO 8601 ({@code PT30S}).
 *
 * @param release name of the Helm release, required
 * @param namespace where it is installed, required
 * @param namespaces which keys may be claimed in which namespace; these namespaces are watched. A pattern is a key, or the beginning of
 *     keys followed by {@code *}. Default: any key, in the release's namespace
 * @param quota how much of the bundle other namespaces than the release's may have
 * @param admin how replicas of the Secrets service are reached
 * @param certificate who makes the serving certificate of the Secrets service
 * @param defaults folder of ManagedSecret documents that the leader applies; it need not exist
 * @param port of /livez, /readyz and /metrics; 0 takes a free one
 * @param settle how long changes are gathered before one bundle is made of them
 * @param upkeep pause between two looks at trust, certificates and everything that no watch tells
 * @param audit pause between two renewals of each watch
 * @param lease leader election
 */
public record OperatorConfig(
        String release,
        String namespace,
        Map<String, List<String>> namespaces,
        Quota quota,
        Admin admin,
        Certificates certificate,
        Path defaults,
        Integer port,
        Duration settle,
        Duration upkeep,
        Duration audit,
        Lease lease) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .build();

    /** Jackson gives null for what the file leaves out. */
    public OperatorConfig {
        label("release", release);
        label("namespace", namespace);
        namespaces = Objects.requireNonNullElseGet(namespaces, () -> Map.of(namespace, List.of("*")));
        KeyPatterns.of(namespaces);
        quota = Objects.requireNonNullElseGet(quota, Quota::standard);
        for (var limited : quota.namespaces().keySet()) {
            if (!namespaces.containsKey(limited)) {
                throw new IllegalArgumentException("quota.namespaces." + limited + " is not one of namespaces");
            }
        }
        admin = Objects.requireNonNullElseGet(admin, Admin::standard);
        certificate = Objects.requireNonNullElseGet(certificate, Certificates::standard);
        defaults = Objects.requireNonNullElse(defaults, Path.of("/etc/tigrit/defaults"));
        port = Objects.requireNonNullElse(port, 9090);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port has to be from 0 to 65535");
        }
        settle = positive("settle", settle, Duration.ofMillis(20));
        upkeep = positive("upkeep", upkeep, Duration.ofSeconds(60));
        audit = positive("audit", audit, Duration.ofMinutes(5));
        lease = Objects.requireNonNullElseGet(lease, Lease::standard);
    }

    /**
     * Of each watched namespace but the release's.
     *
     * @param keys in the bundle
     * @param bytes of its entries in the bundle, with previous values and readers; of its labelled Secrets about twice as much is held
     * @param namespaces others than these two, for namespaces by name, the release's own if it shall be limited
     */
    public record Quota(Integer keys, Integer bytes, Map<String, Limit> namespaces) {

        /** Of one namespace; null for what holds for the others. */
        public record Limit(
                @Nullable Integer keys, @Nullable Integer bytes) {}

        public Quota {
            keys = positive("quota.keys", keys, 200);
            bytes = positive("quota.bytes", bytes, 512 * 1024);
            namespaces = Map.copyOf(Objects.requireNonNullElseGet(namespaces, Map::of));
            namespaces.forEach((namespace, limit) -> {
                positive("quota.namespaces." + namespace + ".keys", limit.keys(), 1);
                positive("quota.namespaces." + namespace + ".bytes", limit.bytes(), 1);
            });
        }

        static Quota standard() {
            return parse("{}", Quota.class);
        }

        private Quotas.Quota of(Limit limit) {
            return new Quotas.Quota(
                    Objects.requireNonNullElse(limit.keys(), keys), Objects.requireNonNullElse(limit.bytes(), bytes));
        }
    }

    /**
     * The admin port of the Secrets service.
     *
     * @param tokenFile projected token of this operator with the admin audience; read again for each request
     * @param timeout of one request
     * @param verify pause between two looks at what a replica serves
     * @param retry longest pause after a failure; each is chosen at random below a bound that doubles from 200 ms
     */
    public record Admin(Path tokenFile, Duration timeout, Duration verify, Duration retry) {

        public Admin {
            tokenFile = Objects.requireNonNullElse(tokenFile, Path.of("/var/run/secrets/tigrit/secrets-admin/token"));
            timeout = positive("admin.timeout", timeout, Duration.ofSeconds(20));
            verify = positive("admin.verify", verify, Duration.ofSeconds(30));
            retry = positive("admin.retry", retry, Duration.ofSeconds(10));
        }

        static Admin standard() {
            return parse("{}", Admin.class);
        }
    }

    /** Who makes certificates: the operator, or somebody else (cert-manager) in the same Secret, with {@code ca.crt} beside it. */
    public enum Mode {
        @JsonProperty("operator")
        OPERATOR,
        @JsonProperty("external")
        EXTERNAL
    }

    /**
     * The serving certificate of the Secrets service.
     *
     * @param leafLifetime a leaf is renewed after two thirds of it
     * @param authorityLifetime the next CA is made after two thirds of it
     * @param publishAhead how long a new CA is in the trust ConfigMaps before it signs a leaf
     */
    public record Certificates(Mode mode, Duration leafLifetime, Duration authorityLifetime, Duration publishAhead) {

        public Certificates {
            mode = Objects.requireNonNullElse(mode, Mode.OPERATOR);
            leafLifetime = positive("certificate.leaf-lifetime", leafLifetime, Duration.ofDays(90));
            authorityLifetime = positive("certificate.authority-lifetime", authorityLifetime, Duration.ofDays(1825));
            publishAhead = positive("certificate.publish-ahead", publishAhead, Duration.ofMinutes(10));
            if (authorityLifetime.compareTo(leafLifetime.multipliedBy(4)) < 0) {
                throw new IllegalArgumentException(
                        "certificate.authority-lifetime has to be at least four times certificate.leaf-lifetime");
            }
        }

        static Certificates standard() {
            return parse("{}", Certificates.class);
        }
    }

    /**
     * Leader election.
     *
     * @param duration how long a leader that does not renew is still taken for one
     * @param renew how long the leader tries to renew before it gives up
     * @param retry pause between two tries
     */
    public record Lease(Duration duration, Duration renew, Duration retry) {

        public Lease {
            duration = positive("lease.duration", duration, Duration.ofSeconds(15));
            renew = positive("lease.renew", renew, Duration.ofSeconds(10));
            retry = positive("lease.retry", retry, Duration.ofSeconds(2));
            if (renew.compareTo(duration) >= 0 || retry.compareTo(renew) >= 0) {
                throw new IllegalArgumentException(
                        "lease.duration has to be longer than lease.renew, and that longer than lease.retry");
            }
        }

        static Lease standard() {
            return parse("{}", Lease.class);
        }
    }

    public Quotas quotas() {
        return new Quotas(
                namespace,
                new Quotas.Quota(quota.keys(), quota.bytes()),
                quota.namespaces().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, limit -> quota.of(limit.getValue()))));
    }

    public Names names() {
        return new Names(release, namespace);
    }

    /** @throws IllegalArgumentException that names what is wrong */
    public static OperatorConfig read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /** @throws IllegalArgumentException that names what is wrong */
    public static OperatorConfig parse(String yaml) {
        return parse(yaml, OperatorConfig.class);
    }

    private static <T> T parse(String yaml, Class<T> type) {
        try {
            return YAML.readValue(yaml, type);
        } catch (ValueInstantiationException e) {
            throw e.getCause() instanceof IllegalArgumentException wrong ? wrong : new IllegalArgumentException(e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("operator.yaml: " + e.getOriginalMessage(), e);
        }
    }

    private static void label(String key, @Nullable String value) {
        if (value == null || !value.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
            throw new IllegalArgumentException(key + " has to be a DNS label");
        }
    }

    private static Integer positive(String key, @Nullable Integer value, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (value <= 0) {
            throw new IllegalArgumentException(key + " has to be more than nothing");
        }
        return value;
    }

    private static Duration positive(String key, @Nullable Duration value, Duration otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + " has to be longer than nothing");
        }
        return value;
    }
}
