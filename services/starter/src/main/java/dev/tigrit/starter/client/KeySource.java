package dev.tigrit.starter.client;

import dev.tigrit.starter.key.Sensitive;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where keys come from over HTTP; who implements it knows the contract. */
public interface KeySource {

    /**
     * The versions of a key, or nothing when they are those of the tag. Fails with the status of any other answer: 404 when there is
     * no such key for this program, and 503 when who answers has not heard of the change yet.
     *
     * @param etag of the answer that is held, or null
     * @param leastRevision what the answer has to include, of the incarnation {@code of}; null for anything
     */
    Mono<Answer> read(String key, @Nullable String etag, @Nullable Long leastRevision, @Nullable String of);

    /** Changes of keys, the present state first; fails when the server is silent for too long. */
    Flux<Change> changes();

    record Change(String key, long revision, @Nullable String incarnation) {}

    /**
     * What is known of a key: its versions, newest first, at least one, their encoding as for {@link Sensitive#decoded}, and the tag
     * that stands for all of it.
     */
    record Answer(
            @Nullable String incarnation,
            String encoding,
            List<Version> versions,
            @Nullable String etag) {}

    /** One version, its value encoded. */
    record Version(
            long number,
            Sensitive value,
            Instant useAfter,
            @Nullable Instant notAfter) {}
}
