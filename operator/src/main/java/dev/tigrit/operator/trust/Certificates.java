package dev.tigrit.operator.trust;

import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.config.OperatorConfig;
import dev.tigrit.operator.config.OperatorConfig.Mode;
import dev.tigrit.operator.trust.TrustMaps.Published;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Secrets that hold the CA and the serving certificate of the Secrets service. */
public record Certificates(
        KubernetesClient client,
        Names names,
        OperatorConfig.Certificates config,
        InstantSource clock,
        Supplier<List<OwnerReference>> owners) {

    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String CA = "ca.crt";
    private static final String NEXT_CERTIFICATE = "next.crt";
    private static final String NEXT_KEY = "next.key";
    private static final String PREVIOUS_CERTIFICATE = "previous.crt";
    private static final String TLS = "kubernetes.io/tls";
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    /**
     * The CA, with the one before and the one after it while it is being replaced.
     *
     * @param next trusted already, signs nothing yet
     * @param previous trusted still, signs nothing any more
     */
    record Authorities(
            Issued current, @Nullable Issued next, @Nullable X509Certificate previous) {

        List<X509Certificate> trusted() {
            return Stream.of(
                            Optional.of(current.certificate()),
                            Optional.ofNullable(next).map(Issued::certificate),
                            Optional.ofNullable(previous))
                    .flatMap(Optional::stream)
                    .toList();
        }

        /**
         * One step of a roll-over at most: make the next CA, let it sign once everybody has heard of it, forget the previous one at its end.
         *
         * @param published what others can have heard of
         * @param publishAhead how long they may need to hear of the next one, from when it is published: it may have been made long before
         */
        Authorities advanced(String name, Instant now, Duration lifetime, Published published, Duration publishAhead) {
            if (!now.isBefore(current.end())) {
                // Nobody can be served by it any more, so there is nothing to wait for.
                return new Authorities(Issued.authority(name, now, lifetime), null, null);
            }
            if (next != null) {
                return published.isKnown(next.certificate(), now, publishAhead)
                        ? new Authorities(next, null, current.certificate())
                        : this;
            }
            if (current.isDue(now)) {
                return new Authorities(current, Issued.authority(name, now, lifetime), previous);
            }
            return previous != null && !now.isBefore(previous.getNotAfter().toInstant())
                    ? new Authorities(current, null, null)
                    : this;
        }
    }

    /**
     * The first half: the CA certificates that replicas of the Secrets service may have their leaf of.
     *
     * @param published what the trust ConfigMap of the release says
     * @return empty while somebody else has not made them yet
     */
    public List<X509Certificate> trusted(Published published) {
        return switch (config.mode()) {
            case OPERATOR ->
                // The leaf's own, too: it is served on when the CA's Secret was lost.
                Stream.concat(
                                authorities(published).trusted().stream(),
                                new Published(servedBy(), published.since()).valid(clock.instant()))
                        .distinct()
                        .toList();
            case EXTERNAL -> servedBy();
        };
    }

    /**
     * All that the trust ConfigMaps have to hold, before {@link #serve} is called: those, and what was published until now. Leaves of it
     * are served on until replicas have read the new one.
     */
    public Published publishable(Published published, List<X509Certificate> trusted) {
        var now = clock.instant();
        var after = published.with(trusted, now);
        var isLate =
                config.mode() == Mode.EXTERNAL && !now.isBefore(after.since().plus(config.publishAhead()));
        var before = isLate ? Stream.<X509Certificate>empty() : published.valid(now);
        return published.with(Stream.concat(trusted.stream(), before).toList(), now);
    }

    /** The second half: a serving certificate by the current CA, once that is in the trust ConfigMap. */
    public void serve(Published published) {
        if (config.mode() == Mode.EXTERNAL) {
            return;
        }
        var stored = read(names.tls());
        var authority = authorities(published).current();
        if (stored != null && (isGood(stored, authority) || hasToWait(stored, authority, published))) {
            return;
        }
        var dns = List.of(
                names.server(),
                names.secrets(),
                names.secrets() + "." + names.namespace(),
                names.server() + ".cluster.local");
        var leaf = authority.leaf(dns, clock.instant(), config.leafLifetime());
        var data = new LinkedHashMap<String, String>();
        put(data, leaf, CERTIFICATE, KEY);
        data.put(CA, Pem.of(List.of(authority.certificate())));
        write(stored, names.tls(), data);
        LOG.atInfo().addKeyValue("until", leaf.end()).log("a serving certificate was issued");
    }

    private boolean isGood(Secret stored, Issued authority) {
        var leaf = leaf(stored, authority.certificate());
        return leaf != null && !leaf.isDue(clock.instant());
    }

    /** While pods may not have heard of this CA, a leaf that they do trust is better than one by it. */
    private boolean hasToWait(Secret stored, Issued authority, Published published) {
        var now = clock.instant();
        return !published.isKnown(authority.certificate(), now, config.publishAhead())
                && published
                        .valid(now)
                        .map(other -> leaf(stored, other))
                        .anyMatch(leaf -> leaf != null && now.isBefore(leaf.end()));
    }

    /** @return null when it is none by that CA */
    private static @Nullable Issued leaf(Secret stored, X509Certificate authority) {
        var leaf = issued(stored, CERTIFICATE, KEY);
        try {
            if (leaf != null) {
                leaf.certificate().verify(authority.getPublicKey());
            }
            return leaf;
        } catch (GeneralSecurityException _) {
            return null;
        }
    }

    /** @return null when there is none that can be read */
    private static @Nullable Issued issued(Secret stored, String certificate, String key) {
        try {
            return new Issued(Pem.certificate(text(stored, certificate)), Pem.key(text(stored, key)));
        } catch (GeneralSecurityException _) {
            return null;
        }
    }

    private Authorities authorities(Published published) {
        var stored = read(names.authority());
        var before = stored == null ? null : parse(stored);
        var name = names.secrets() + " CA";
        var now = clock.instant();
        var after = before == null
                ? new Authorities(Issued.authority(name, now, config.authorityLifetime()), null, null)
                : before.advanced(name, now, config.authorityLifetime(), published, config.publishAhead());
        if (!after.equals(before)) {
            write(stored, names.authority(), data(after));
            LOG.atInfo()
                    .addKeyValue("until", after.current().end())
                    .addKeyValue("trusted", after.trusted().size())
                    .log("the CA has changed");
        }
        return after;
    }

    private static Map<String, String> data(Authorities authorities) {
        var data = new LinkedHashMap<String, String>();
        put(data, authorities.current(), CERTIFICATE, KEY);
        var next = authorities.next();
        if (next != null) {
            put(data, next, NEXT_CERTIFICATE, NEXT_KEY);
        }
        var previous = authorities.previous();
        if (previous != null) {
            data.put(PREVIOUS_CERTIFICATE, Pem.of(List.of(previous)));
        }
        return data;
    }

    /** Reversed by {@link #issued}. */
    private static void put(Map<String, String> data, Issued issued, String certificate, String key) {
        data.put(certificate, Pem.of(List.of(issued.certificate())));
        data.put(key, Pem.of(List.of(issued.key())));
    }

    /** @return null when it is not what was written here, so that a new CA has to be made */
    private static @Nullable Authorities parse(Secret stored) {
        var current = issued(stored, CERTIFICATE, KEY);
        if (current == null) {
            LOG.warn("the stored CA cannot be read and is made anew");
            return null;
        }
        var previous = certificates(stored, PREVIOUS_CERTIFICATE);
        return new Authorities(
                current, issued(stored, NEXT_CERTIFICATE, NEXT_KEY), previous.isEmpty() ? null : previous.getFirst());
    }

    /** {@code ca.crt} beside the serving certificate. */
    private List<X509Certificate> servedBy() {
        var stored = read(names.tls());
        return stored == null ? List.of() : certificates(stored, CA);
    }

    private static List<X509Certificate> certificates(Secret stored, String key) {
        try {
            return Pem.certificates(text(stored, key));
        } catch (GeneralSecurityException _) {
            LOG.atWarn()
                    .addKeyValue("secret", stored.getMetadata().getName())
                    .addKeyValue("key", key)
                    .log("this is no list of certificates");
            return List.of();
        }
    }

    private @Nullable Secret read(String name) {
        return client.secrets().inNamespace(names.namespace()).withName(name).get();
    }

    private void write(@Nullable Secret stored, String name, Map<String, String> text) {
        var secret = new SecretBuilder()
                .withMetadata(Names.metadata(names.namespace(), name)
                        .withOwnerReferences(owners.get())
                        .build())
                .withType(TLS)
                .withStringData(text)
                .build();
        // On the condition that nobody has written since it was read: two leaders must not make two CAs.
        var resource = client.resource(secret);
        var _ = stored == null
                ? resource.create()
                : resource.lockResourceVersion(stored.getMetadata().getResourceVersion())
                        .update();
    }

    private static String text(Secret secret, String key) {
        var data = secret.getData().getOrDefault(key, "");
        return new String(Base64.getDecoder().decode(data), StandardCharsets.US_ASCII);
    }
}
