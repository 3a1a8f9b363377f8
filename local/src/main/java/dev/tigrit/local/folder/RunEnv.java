package dev.tigrit.local.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;

/**
 * What a shell or a test needs to talk to the running system; stands in {@link Folder#runEnv()} as long as it runs.
 *
 * @param authUrl base URL of Auth
 * @param sessionsUrl base URL of Sessions
 * @param secretsUrl base URL of Secrets
 * @param internalApiSecret bearer token of the caller {@code internal}
 */
public record RunEnv(String authUrl, String sessionsUrl, String secretsUrl, String internalApiSecret) {

    public void write(Folder folder) throws IOException {
        Folder.write(folder.runEnv(), """
                AUTH_URL=%s
                SESSIONS_URL=%s
                SECRETS_URL=%s
                INTERNAL_API_SECRET=%s
                """.formatted(authUrl, sessionsUrl, secretsUrl, internalApiSecret));
    }

    /** @throws IOException says how to start the system when none runs */
    public static RunEnv read(Folder folder) throws IOException {
        if (!Files.exists(folder.runEnv())) {
            throw new IOException("Nothing runs here: start the system with `make run` in another terminal.");
        }
        var values = new HashMap<String, String>();
        for (var line : Files.readAllLines(folder.runEnv())) {
            var equals = line.indexOf('=');
            values.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return new RunEnv(
                values.getOrDefault("AUTH_URL", ""),
                values.getOrDefault("SESSIONS_URL", ""),
                values.getOrDefault("SECRETS_URL", ""),
                values.getOrDefault("INTERNAL_API_SECRET", ""));
    }

    public static void remove(Folder folder) throws IOException {
        Files.deleteIfExists(folder.runEnv());
    }

    /** Without the secret: this record may end in an assertion message. */
    @Override
    public String toString() {
        return "RunEnv[" + authUrl + ", " + sessionsUrl + ", " + secretsUrl + "]";
    }
}
