package dev.tigrit.local.launcher;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.Properties;

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
        var values = new Properties();
        values.load(new StringReader(Files.readString(folder.runEnv())));
        return new RunEnv(
                values.getProperty("AUTH_URL", ""),
                values.getProperty("SESSIONS_URL", ""),
                values.getProperty("SECRETS_URL", ""),
                values.getProperty("GAME_URL", ""),
                values.getProperty("BOT_URL", ""),
                values.getProperty("API_URL", ""),
                values.getProperty("INTERNAL_API_SECRET", ""),
                values.getProperty("TELEGRAM_WEBHOOK_SECRET", ""));
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
