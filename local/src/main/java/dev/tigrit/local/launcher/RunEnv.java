package dev.tigrit.local.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;

/**
 * What a shell or a test needs to talk to the running system; stands in {@link Folder#runEnv()} as long as it runs.
 *
 * @param gameUrl base URL of the Game backend, and the address of its page
 * @param internalApiSecret bearer token of the caller {@code internal}
 * @param webhookSecret what Telegram would send to the bot's webhook
 */
public record RunEnv(
        String authUrl,
        String sessionsUrl,
        String secretsUrl,
        String gameUrl,
        String botUrl,
        String apiUrl,
        String internalApiSecret,
        String webhookSecret) {

    public void write(Folder folder) throws IOException {
        Folder.write(folder.runEnv(), """
                AUTH_URL=%s
                SESSIONS_URL=%s
                SECRETS_URL=%s
                GAME_URL=%s
                BOT_URL=%s
                API_URL=%s
                INTERNAL_API_SECRET=%s
                TELEGRAM_WEBHOOK_SECRET=%s
                """.formatted(
                        authUrl, sessionsUrl, secretsUrl, gameUrl, botUrl, apiUrl, internalApiSecret, webhookSecret));
    }

    /** @throws IOException says how to start the system when none runs */
    public static RunEnv read(Folder folder) throws IOException {
        if (!Files.exists(folder.runEnv())) {
            throw new IOException("The system is not running: start it with `make run` in another terminal.");
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
                values.getOrDefault("GAME_URL", ""),
                values.getOrDefault("BOT_URL", ""),
                values.getOrDefault("API_URL", ""),
                values.getOrDefault("INTERNAL_API_SECRET", ""),
                values.getOrDefault("TELEGRAM_WEBHOOK_SECRET", ""));
    }

    public static void remove(Folder folder) throws IOException {
        Files.deleteIfExists(folder.runEnv());
    }

    /** Without the secrets: this record may end in an assertion message. */
    @Override
    public String toString() {
        return "RunEnv[" + String.join(", ", authUrl, sessionsUrl, secretsUrl, gameUrl, botUrl, apiUrl) + "]";
    }
}
