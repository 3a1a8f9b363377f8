package dev.tigrit.starter.client;

import dev.tigrit.starter.key.Sensitive;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where keys come from over HTTP; who implements it knows the contract. */
public interface KeySource {

    /**
     * The versions of a key with the ETag that stands for them, or no body when they are those of the tag. Fails with the status of any
     * other answer: 404 when there is no such key for this program, and 503 when who answers has not heard of the change yet.
     *
     * @param etag of the answer that is held, or null
     * @param leastRevision what the answer has to include, of the incarnation {@code of}; null for anything
     */
    Mono<? extends ResponseEntity<? extends Answer>> read(
            String key, @Nullable String etag, @Nullable Long leastRevision, @Nullable String of);

    /** Changes of keys, the present state first, and a beat at least every 15 s. */
    Flux<? extends ServerSentEvent<? extends Change>> changes();

    /** A key has another version. */
    interface Change {

        String key();

        long revision();

        @Nullable
        String incarnation();
    }

    /** What is known of a key; {@code encoding} is as for {@link Sensitive#decoded}. */
    interface Answer {

        @Nullable
        String incarnation();

        String encoding();

        /** Newest first, at least one. */
        List<Version> versions();
    }

    /** One version, its value encoded. */
    record Version(
            long number,
            Sensitive value,
            Instant useAfter,
            @Nullable Instant notAfter) {}
}
