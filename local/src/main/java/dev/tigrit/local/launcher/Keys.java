package dev.tigrit.local.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/**
 * The keys of a folder, made on the first start and kept. The three keys that Secrets serves stand in {@link Folder#keys()}; the
 * secret by which the services know each other, the webhook's and the database's stand beside that folder, because Secrets serves
 * what is inside.
 */
public record Keys(Folder folder) {

    private static final String BOT_TOKEN = "TELEGRAM_BOT_TOKEN";
    private static final String INTERNAL = "INTERNAL_API_SECRET";
    private static final String WEBHOOK = "TELEGRAM_WEBHOOK_SECRET";
    private static final String DATABASE = "DATABASE_PASSWORD";

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Makes what is missing; what is there, put by hand perhaps, stays. */
    public static Keys ensure(Folder folder) throws IOException {
        for (var name : List.of(
                INTERNAL, WEBHOOK, DATABASE, folder.keys() + "/SESSION_SIGNING_KEY", folder.keys() + "/JWT_SECRET")) {
            makeUnlessThere(folder.path().resolve(name), () -> base64url(32));
        }
        makeUnlessThere(folder.keys().resolve(BOT_TOKEN), Keys::botToken);
        return new Keys(folder);
    }

    /** @throws IOException names the folder when it has no keys yet */
    public static Keys of(Folder folder) throws IOException {
        if (!Files.exists(folder.keys().resolve(BOT_TOKEN))) {
            throw new IOException("There are no keys in " + folder.keys() + " yet: the first `make run` makes them.");
        }
        return new Keys(folder);
    }

    public String internalSecret() throws IOException {
        return read(folder.path().resolve(INTERNAL));
    }

    /** What Telegram would prove itself by to the bot's webhook. */
    public String webhookSecret() throws IOException {
        return read(folder.path().resolve(WEBHOOK));
    }

    /** Of the roles of the embedded PostgreSQL. */
    public String databasePassword() throws IOException {
        return read(folder.path().resolve(DATABASE));
    }

    public String telegramBotToken() throws IOException {
        return get(BOT_TOKEN);
    }

    public String get(String name) throws IOException {
        return read(folder.keys().resolve(name));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private static void makeUnlessThere(Path file, Supplier<String> value) throws IOException {
        if (!Files.exists(file)) {
            Folder.write(file, value.get() + "\n");
        }
    }

    /** The shape of a real one, for a bot that does not exist: 10 digits, a colon, 35 characters. */
    private static String botToken() {
        return RANDOM.nextLong(1_000_000_000L, 10_000_000_000L)
                + ":"
                + base64url(27).substring(0, 35);
    }

    /** Random, without padding. */
    public static String base64url(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
