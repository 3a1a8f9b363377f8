package dev.tigrit.local.launcher;

import static dev.tigrit.local.launcher.Service.url;
import static java.util.Map.entry;

import dev.tigrit.local.folder.Folder;
import dev.tigrit.local.folder.Keys;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who gets which address and which key.
 *
 * @param botMode {@code webhook}, so that nothing is needed of Telegram, or {@code polling} for a bot that exists
 */
record Wiring(Ports ports, Folder folder, Keys keys, String botMode) {

    static final String WEBHOOK = "webhook";

    private static final String INTERNAL_API_SECRET = "INTERNAL_API_SECRET";

    List<Service> services() throws IOException {
        return List.of(secrets(), auth(), sessions(), game(), bot(), api());
    }

    private Service secrets() throws IOException {
        return new Service(
                Service.SECRETS,
                ports.secrets(),
                known(Map.of("SECRETS_DIRECTORY", folder.keys().toString())),
                List.of(
                        "--secrets.readers[SESSION_SIGNING_KEY]=internal",
                        "--secrets.readers[JWT_SECRET]=internal",
                        "--secrets.readers[TELEGRAM_BOT_TOKEN]=internal"));
    }

    private Service auth() throws IOException {
        return new Service(
                Service.AUTH,
                ports.auth(),
                known(Map.of("AUTH_SECRETS_URL", url(ports.secrets()), "AUTH_GAMEBACKEND_URL", url(ports.game()))),
                List.of("--auth.callers[internal]=ensure-telegram-user,introspect"));
    }

    private Service sessions() throws IOException {
        return new Service(
                Service.SESSIONS,
                ports.sessions(),
                known(Map.ofEntries(
                        entry("SESSIONS_SECRETS_URL", url(ports.secrets())),
                        entry("SESSIONS_REDIS_URL", "redis://localhost:" + ports.redis()))),
                List.of("--sessions.callers[internal]=create,list,revoke,introspect,verify-batch,events"));
    }

    private Service game() throws IOException {
        return new Service(
                Service.GAME,
                ports.game(),
                known(database(
                        PostgresServer.GAME,
                        PostgresServer.GAME,
                        Map.ofEntries(
                                entry("GAME_AUTH_URL", url(ports.auth())),
                                entry("GAME_SESSIONS_URL", url(ports.sessions())),
                                entry("GAME_SECRETS_URL", url(ports.secrets())),
                                entry("GAME_DEVELOPMENT_BOTTOKEN", keys.telegramBotToken())))),
                List.of("--game.callers[internal]=ensure-user"));
    }

    private Service bot() throws IOException {
        return new Service(
                Service.BOT,
                ports.bot(),
                known(database(
                        PostgresServer.TIGRIT,
                        PostgresServer.BOT_ROLE,
                        Map.ofEntries(
                                entry("BOT_AUTH_URL", url(ports.auth())),
                                entry("BOT_SESSIONS_URL", url(ports.sessions())),
                                entry("BOT_MODE", botMode),
                                entry("DATABASE_READER", PostgresServer.API_ROLE),
                                entry("TELEGRAM_BOT_TOKEN", keys.telegramBotToken()),
                                entry("TELEGRAM_WEBHOOK_SECRET", keys.webhookSecret())))),
                List.of());
    }

    private Service api() throws IOException {
        return new Service(
                Service.API,
                ports.api(),
                known(database(
                        PostgresServer.TIGRIT,
                        PostgresServer.API_ROLE,
                        Map.of("API_AUTH_URL", url(ports.auth()), "API_SESSIONS_URL", url(ports.sessions())))),
                List.of());
    }

    private Map<String, String> known(Map<String, String> environment) throws IOException {
        return and(environment, Map.of(INTERNAL_API_SECRET, keys.internalSecret()));
    }

    private Map<String, String> database(String name, String role, Map<String, String> environment) throws IOException {
        return and(
                environment,
                Map.ofEntries(
                        entry("DATABASE_PORT", Integer.toString(ports.postgres())),
                        entry("DATABASE_NAME", name),
                        entry("DATABASE_USER", role),
                        entry("DATABASE_PASSWORD", keys.databasePassword())));
    }

    private static Map<String, String> and(Map<String, String> some, Map<String, String> more) {
        var merged = new HashMap<>(some);
        merged.putAll(more);
        return Map.copyOf(merged);
    }
}
