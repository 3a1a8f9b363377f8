package dev.tigrit.auth.client.jwks;

import dev.tigrit.auth.jwt.JwkReader;
import dev.tigrit.auth.jwt.KeySet;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Mono;

/** What an issuer answers. The media type is not looked at: many send keys as text. */
sealed interface JwksAnswer {

    /** 200; null keys when the body is no JWK Set. */
    record Document(
            @Nullable KeySet keys,
            @Nullable String etag,
            @Nullable Duration maxAge) implements JwksAnswer {}

    /** 304: nothing has changed. */
    record NotModified(@Nullable Duration maxAge) implements JwksAnswer {}

    /** Anything else; a redirect is not followed. */
    record Other(int status) implements JwksAnswer {}

    /** {@code max-age} of Cache-Control (RFC 9111 section 5.2.2.1); more than nine digits are some years. */
    Pattern MAX_AGE = Pattern.compile("(?:^|[\\s,])max-age=\"?(\\d{1,9})", Pattern.CASE_INSENSITIVE);

    /** Reads the answer; fails when the body is over the limit. */
    static Mono<JwksAnswer> read(ClientResponse response) {
        var status = response.statusCode();
        var headers = response.headers().asHttpHeaders();
        if (status.isSameCodeAs(HttpStatus.NOT_MODIFIED)) {
            return response.releaseBody().thenReturn(new NotModified(maxAge(headers)));
        }
        if (!status.isSameCodeAs(HttpStatus.OK)) {
            return response.releaseBody().thenReturn(new Other(status.value()));
        }
        return DataBufferUtils.join(response.body(BodyExtractors.toDataBuffers()), JwkReader.MAX_BYTES)
                .map(JwksAnswer::bytes)
                .defaultIfEmpty(new byte[0])
                .map(body -> new Document(JwkReader.read(body), headers.getETag(), maxAge(headers)));
    }

    private static byte[] bytes(DataBuffer buffer) {
        var bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static @Nullable Duration maxAge(HttpHeaders headers) {
        for (var line : headers.getOrEmpty(HttpHeaders.CACHE_CONTROL)) {
            var found = MAX_AGE.matcher(line);
            if (found.find()) {
                return Duration.ofSeconds(Long.parseLong(found.group(1)));
            }
        }
        return null;
    }
}
