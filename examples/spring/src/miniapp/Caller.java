package miniapp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Says to Sessions who asks. A token file is read again each time, because Kubernetes replaces it. */
@Component
record Caller(@Value("${CALLER_TOKEN_FILE:}") String file, @Value("${INTERNAL_API_SECRET:}") String secret)
        implements Consumer<HttpHeaders> {

    @Override
    public void accept(HttpHeaders headers) {
        try {
            headers.setBearerAuth(file.isEmpty() ? secret : Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
