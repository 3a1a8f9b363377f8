package dev.tigrit.operator.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code operator.yaml}; keys are written in kebab case, durations in ISO 8601 ({@code PT30S}). What it leaves out is as below.
 *
 * @param release name of the Helm release, or global.nameOverride
 * @param namespace where it is installed
 * @param namespaces which keys may be claimed in which namespace; these namespaces are watched. A pattern is a key, or the beginning of
 *     keys followed by {@code *}. Default: any key, in the release's namespace
 * @param quota how much of the bundle other namespaces than the release's may have
 * @param admin how replicas of the Secrets service are reached
 * @param certificate who makes the serving certificate of the Secrets service
 * @param defaults folder of ManagedSecret documents that the leader applies; it need not exist
 * @param port of /livez, /readyz and /metrics; 0 takes a free one
 * @param settle least pause between two passes: changes within it are gathered into one bundle
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
        int port,
        Duration settle,
        Duration upkeep,
        Duration audit,
        Lease lease) {

    private static final String DEFAULTS = """
            quota: {keys: 200, bytes: 524288, namespaces: {}}
            admin: {token-file: /var/run/secrets/tigrit/secrets-admin/token, timeout: PT20S, verify: PT30S, retry: PT10S}
            certificate: {mode: operator, leaf-lifetime: P90D, authority-lifetime: P1825D, publish-ahead: PT10M}
            defaults: /etc/tigrit/defaults
            port: 9090
            settle: PT0.005S
            upkeep: PT60S
            audit: PT5M
            lease: {duration: PT15S, renew: PT10S, retry: PT2S}
            """;

    private static final Share UNLIMITED = new Share(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .build();

    public OperatorConfig {
        label("release", release);
        label("namespace", namespace);
        namespaces = Objects.requireNonNullElse(namespaces, Map.of(namespace, List.of("*")));
        namespaces.forEach((watched, patterns) -> {
            for (var pattern : patterns) {
                require(
                        pattern.matches("[A-Z0-9_]*\\*|[A-Z][A-Z0-9_]*"),
                        "namespaces." + watched + ": " + pattern
                                + " is neither a key nor the beginning of keys followed by *");
            }
        });
        for (var limited : quota.namespaces().keySet()) {
            require(namespaces.containsKey(limited), "quota.namespaces." + limited + " is not one of namespaces");
        }
        require(port >= 0 && port <= 65535, "port has to be from 0 to 65535");
        positive("settle", settle);
        positive("upkeep", upkeep);
        positive("audit", audit);
    }

    /**
     * Of each watched namespace but the release's.
     *
     * @param keys most keys in the bundle
     * @param bytes most bytes of entries there, with previous values and readers; twice that is held in memory
     * @param namespaces other numbers than these two, for namespaces by name, the release's own if it shall be limited
     */
    public record Quota(int keys, int bytes, Map<String, Limit> namespaces) {

        /** Of one namespace; absent: what holds for the others. */
        public record Limit(
                @Nullable Integer keys, @Nullable Integer bytes) {}

        public Quota {
            positive("quota.keys", keys);
            positive("quota.bytes", bytes);
            namespaces.forEach((namespace, limit) -> {
                positive("quota.namespaces." + namespace + ".keys", Objects.requireNonNullElse(limit.keys(), 1));
                positive("quota.namespaces." + namespace + ".bytes", Objects.requireNonNullElse(limit.bytes(), 1));
            });
        }
    }

    /** Keys in the bundle, and bytes of its entries as they are stored, with previous values and readers. */
    public record Share(int keys, int bytes) {}

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
            positive("admin.timeout", timeout);
            positive("admin.verify", verify);
            positive("admin.retry", retry);
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
     * @param publishAhead how long a new CA is in the trust ConfigMaps before it signs; external: how long the one before stays there
     */
    public record Certificates(Mode mode, Duration leafLifetime, Duration authorityLifetime, Duration publishAhead) {

        public Certificates {
            positive("certificate.leaf-lifetime", leafLifetime);
            positive("certificate.authority-lifetime", authorityLifetime);
            positive("certificate.publish-ahead", publishAhead);
            require(
                    authorityLifetime.compareTo(leafLifetime.multipliedBy(4)) >= 0,
                    "certificate.authority-lifetime has to be at least four times certificate.leaf-lifetime");
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
            positive("lease.retry", retry);
            positive("lease.renew", renew);
            positive("lease.duration", duration);
            require(
                    renew.compareTo(duration) < 0 && retry.compareTo(renew) < 0,
                    "lease.duration has to be longer than lease.renew, and that longer than lease.retry");
        }
    }

    /** Whether that key may be claimed in that namespace. */
    public boolean permits(String claimant, String key) {
        return namespaces.getOrDefault(claimant, List.of()).stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? key.startsWith(pattern.substring(0, pattern.length() - 1))
                        : key.equals(pattern));
    }

    /** What that namespace may have; the release's own has what the shards have room for, unless it is named. */
    public Share share(String claimant) {
        var limit = quota.namespaces().get(claimant);
        if (limit == null) {
            return claimant.equals(namespace) ? UNLIMITED : new Share(quota.keys(), quota.bytes());
        }
        return new Share(
                Objects.requireNonNullElse(limit.keys(), quota.keys()),
                Objects.requireNonNullElse(limit.bytes(), quota.bytes()));
    }

    public Names names() {
        return new Names(release, namespace);
    }

    /** @throws IllegalArgumentException that names what is wrong */
    public static OperatorConfig read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    public static OperatorConfig parse(String yaml) {
        try {
            if (!(YAML.readTree(yaml) instanceof ObjectNode given)) {
                throw new IllegalArgumentException("operator.yaml is not a mapping");
            }
            // A key without a value is left out.
            given.properties().removeIf(member -> member.getValue().isNull());
            JsonNode merged = YAML.readerForUpdating(YAML.readTree(DEFAULTS)).readValue(given);
            return YAML.treeToValue(merged, OperatorConfig.class);
        } catch (ValueInstantiationException e) {
            throw e.getCause() instanceof IllegalArgumentException wrong ? wrong : new IllegalArgumentException(e);
        } catch (IOException e) {
            var problem = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
            throw new IllegalArgumentException("operator.yaml: " + problem, e);
        }
    }

    private static void label(String key, @Nullable String value) {
        require(value != null && value.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"), key + " has to be a DNS label");
    }

    private static void positive(String key, int value) {
        require(value > 0, key + " has to be more than nothing");
    }

    private static void positive(String key, @Nullable Duration value) {
        require(value != null && value.isPositive(), key + " has to be longer than nothing");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
