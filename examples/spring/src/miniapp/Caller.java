package miniapp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Says to Sessions who asks. A token file is read again each time, because Kubernetes replaces it. */
@Component
record Caller(Settings settings) implements Consumer<HttpHeaders> {

    @Override
    public void accept(HttpHeaders headers) {
        try {
            var file = settings.callerTokenFile();
            headers.setBearerAuth(
                    file.isEmpty()
                            ? settings.internalApiSecret()
                            : Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
