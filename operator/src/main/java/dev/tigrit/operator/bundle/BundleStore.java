package dev.tigrit.operator.bundle;

import dev.tigrit.operator.bundle.Bundle.Rendered;
import dev.tigrit.operator.bundle.BundleJson.Index;
import dev.tigrit.operator.bundle.BundleJson.ShardFile;
import dev.tigrit.operator.config.Names;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundle in Kubernetes: an index Secret and up to 16 shard Secrets, which the Secrets service mounts and the operator remembers by.
 * Shards are written first, then the index, each on the condition that nobody else has written since it was last seen here. They belong to
 * no other object: what remembers the versions has to outlive whatever serves them.
 */
public final class BundleStore {

    private static final String INDEX_FILE = "index.json";
    private static final Logger LOG = LoggerFactory.getLogger(BundleStore.class);

    /**
     * What the store held.
     *
     * @param complete false when the index or a shard is lost: versions are then not known for sure, and what is left has to be written
     *     again
     */
    public record StoredBundle(Bundle bundle, boolean complete) {}

    /** Somebody else has written meanwhile: nothing may be pushed before the store was read again. This is what fences an old leader. */
    public static final class StaleBundle extends Exception {

        StaleBundle(String secret) {
            super("Secret " + secret + " has been changed by somebody else");
        }
    }

    /** The resourceVersion of a Secret, and how many data keys it has. */
    private record Known(String version, int files) {

        static Known of(Secret secret) {
            return new Known(
                    secret.getMetadata().getResourceVersion(), data(secret).size());
        }
    }

    private final KubernetesClient client;
    private final Names names;
    private final InstantSource clock;
    /** By name of the Secret; what is not in here must not exist when it is written. */
    private final Map<String, Known> seen = new ConcurrentHashMap<>();

    private Map<Integer, ShardFile> named = Map.of();
    private @Nullable Bundle last;

    /** @param clock for the incarnation of a bundle that begins */
    public BundleStore(KubernetesClient client, Names names, InstantSource clock) {
        this.client = client;
        this.names = names;
        this.clock = clock;
    }

    /**
     * Reads everything again.
     *
     * @throws IllegalStateException when another release has written it, which must not be overwritten
     * @throws StaleBundle when somebody else has written while it was read
     */
    public StoredBundle load() throws StaleBundle {
        try {
            return readAll();
        } catch (StaleBundle | RuntimeException e) {
            // Nothing can be written on the condition of what was seen half.
            seen.clear();
            throw e;
        }
    }

    private StoredBundle readAll() throws StaleBundle {
        seen.clear();
        var found = readIndex();
        var index = found == null ? Index.first(clock.instant()) : found;
        var complete = found != null;
        var shards = index.shards().stream().collect(Collectors.toMap(ShardFile::number, Function.identity()));
        var digestKey = index.digestKey();
        var entries = new HashMap<String, Rendered>();
        var intact = new TreeMap<Integer, ShardFile>();
        for (var number = 0; number < Bundle.SHARDS; number++) {
            // Those that are not named are read too: what an earlier crash has left there is written over and pruned.
            var data = read(shardName(number));
            var shard = shards.get(number);
            if (shard == null) {
                continue;
            }
            var stored = find(number, data, shard, digestKey);
            var read = stored == null ? null : BundleJson.readShard(stored.file.bytes());
            if (stored == null || read == null || !stored.shard.equals(shard)) {
                complete = false;
                LOG.atWarn()
                        .addKeyValue("shard", number)
                        .addKeyValue("lost", read == null)
                        .log("a shard of the bundle is not the one that the index names");
            }
            if (stored != null && read != null) {
                intact.put(number, stored.shard);
                read.forEach(entry -> entries.put(entry.key(), Rendered.of(entry, digestKey)));
            }
        }
        // Files of one set and an index of another look like a loss, and are none; what was just written must not be
        // overwritten.
        readUnchanged(names.bundle());
        named = intact;
        last = Bundle.of(index.incarnation(), index.revision(), digestKey, entries, index.retired());
        return new StoredBundle(last, complete);
    }

    private @Nullable Index readIndex() {
        var file = read(names.bundle()).get(INDEX_FILE);
        if (file == null) {
            LOG.info("no bundle is stored yet");
            return null;
        }
        var index = BundleJson.readIndex(Base64.getDecoder().decode(file));
        if (index == null) {
            LOG.warn("the index of the bundle is lost");
        }
        return index;
    }

    private record Found(ShardFile shard, SecretValue file) {}

    /**
     * The named file of a shard; else the only one that is there in place of it, if it was written with this digest key as its name says. A
     * large shard has no room for both, so a crash between shard and index leaves the next one alone.
     */
    private static @Nullable Found find(int number, Map<String, String> data, ShardFile named, SecretValue digestKey) {
        var genuine = data.entrySet().stream()
                .map(file -> genuine(number, file.getKey(), file.getValue(), digestKey))
                .filter(Objects::nonNull)
                .toList();
        return genuine.stream()
                .filter(found -> found.shard.equals(named))
                .findFirst()
                .orElse(genuine.size() == 1 ? genuine.getFirst() : null);
    }

    private static @Nullable Found genuine(int number, String name, String encoded, SecretValue digestKey) {
        try {
            var bytes = Base64.getDecoder().decode(encoded);
            var shard = ShardFile.of(number, digest(bytes, digestKey));
            return shard.file().equals(name) ? new Found(shard, SecretValue.of(bytes)) : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /**
     * Writes what has changed. Returns only when the bundle is stored whole, and only then may it be pushed.
     *
     * @throws StaleBundle when somebody else has written since {@link #load}
     */
    public void store(Bundle bundle) throws StaleBundle {
        var shards = new TreeMap<Integer, ShardFile>();
        for (var number = 0; number < Bundle.SHARDS; number++) {
            var before = named.get(number);
            var file = bundle.shard(number);
            if (file == null) {
                continue;
            }
            var shard = ShardFile.of(number, digest(file, bundle.digestKey()));
            shards.put(number, shard);
            if (!shard.equals(before)) {
                write(shardName(number), shardData(shard, file, before));
            }
        }
        var index = BundleJson.write(new Index(
                BundleJson.FORMAT,
                bundle.incarnation(),
                bundle.revision(),
                bundle.digestKey(),
                shards.values(),
                bundle.retired()));
        write(names.bundle(), Map.of(INDEX_FILE, Base64.getEncoder().encodeToString(index)));
        named = shards;
        last = bundle;
    }

    /** Both files while they fit, so that a mount between the two writes still has a complete set. */
    private Map<String, String> shardData(ShardFile shard, byte[] file, @Nullable ShardFile before) throws StaleBundle {
        var data = new LinkedHashMap<String, String>();
        data.put(shard.file(), Base64.getEncoder().encodeToString(file));
        var old = before == null ? null : stored(before);
        if (before != null && old != null && file.length + old.length() / 4 * 3 < Bundle.MAX_SHARD_BYTES) {
            data.put(before.file(), old);
        }
        return data;
    }

    /** Base64 of a file that was read or written here: rendered again if that gives the same, which saves a request in each change. */
    private @Nullable String stored(ShardFile shard) throws StaleBundle {
        var bundle = last;
        var file = bundle == null ? null : bundle.shard(shard.number());
        return bundle != null
                        && file != null
                        && digest(file, bundle.digestKey()).equals(shard.digest())
                ? Base64.getEncoder().encodeToString(file)
                : readUnchanged(shardName(shard.number())).get(shard.file());
    }

    /** Removes what no index names any more: values that are revoked or whose key is gone do not stay behind. */
    public void prune() throws StaleBundle {
        for (var number = 0; number < Bundle.SHARDS; number++) {
            var name = shardName(number);
            var shard = named.get(number);
            var known = seen.get(name);
            if (known != null && known.files > (shard == null ? 0 : 1)) {
                var file = shard == null ? null : readUnchanged(name).get(shard.file());
                write(name, shard == null || file == null ? Map.of() : Map.of(shard.file(), file));
            }
        }
    }

    /** Whether nobody else has touched it since it was last written or read here, or it only has the label of a bundle. */
    boolean isOwn(Secret secret) {
        var name = secret.getMetadata().getName();
        var known = seen.get(name);
        // Versions of one kind are ordered; an event of an earlier write may come late.
        return known == null
                ? !name.startsWith(names.bundle())
                : Long.parseLong(secret.getMetadata().getResourceVersion()) <= Long.parseLong(known.version());
    }

    private Resource<Secret> resource(String name) {
        return client.secrets().inNamespace(names.namespace()).withName(name);
    }

    private static Map<String, String> data(@Nullable Secret secret) {
        return secret == null ? Map.of() : secret.getData();
    }

    private String shardName(int number) {
        return names.bundle() + "-" + number;
    }

    /** @return base64 by file name, empty when there is no such Secret */
    private Map<String, String> read(String name) {
        var secret = resource(name).get();
        if (secret == null) {
            seen.remove(name);
        } else {
            seen.put(name, Known.of(secret));
        }
        return data(secret);
    }

    /** The same, on the condition that nobody else has written since it was last seen here: looking again must not lift that. */
    private Map<String, String> readUnchanged(String name) throws StaleBundle {
        var secret = resource(name).get();
        if (secret == null ? seen.containsKey(name) : !Known.of(secret).equals(seen.get(name))) {
            throw new StaleBundle(name);
        }
        return data(secret);
    }

    private void write(String name, Map<String, String> data) throws StaleBundle {
        var known = seen.get(name);
        var secret = new SecretBuilder()
                .withMetadata(Names.metadata(names.namespace(), name)
                        .addToLabels(Names.BUNDLE_LABEL, names.release())
                        .build())
                .withType("Opaque")
                .withData(data)
                .build();
        try {
            var written = known == null
                    ? client.resource(secret).create()
                    : client.resource(secret)
                            .lockResourceVersion(known.version())
                            .update();
            seen.put(name, Known.of(written));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new StaleBundle(name);
            }
            throw e;
        }
    }

    private static String digest(byte[] file, SecretValue digestKey) {
        return HexFormat.of().formatHex(digestKey.hmacSha256().doFinal(file));
    }
}
