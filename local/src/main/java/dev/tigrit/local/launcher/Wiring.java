package dev.tigrit.local.launcher;

import static dev.tigrit.local.launcher.Service.url;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Who gets which address and which key.
 *
 * @param botMode {@code webhook}, so that nothing is needed of Telegram, or {@code polling} for a bot that exists
 */
record Wiring(Ports ports, Folder folder, Keys keys, String botMode) {

    static final String WEBHOOK = "webhook";

    List<Service> services() throws IOException {
        var secrets = url(ports.secrets());
        var auth = url(ports.auth());
        var sessions = url(ports.sessions());
        var redis = "redis://localhost:" + ports.redis();
        return List.of(
                service(
                        Service.SECRETS,
                        ports.secrets(),
                        Map.of("SECRETS_DIRECTORY", folder.keys().toString()),
                        "--secrets.readers[SESSION_SIGNING_KEY]=internal",
                        "--secrets.readers[JWT_SECRET]=internal",
                        "--secrets.readers[TELEGRAM_BOT_TOKEN]=internal"),
                service(
                        Service.AUTH,
                        ports.auth(),
                        Map.of("AUTH_SECRETS_URL", secrets, "AUTH_GAMEBACKEND_URL", url(ports.game())),
                        "--auth.callers[internal]=ensure-telegram-user,introspect"),
                service(
                        Service.SESSIONS,
                        ports.sessions(),
                        Map.of("SESSIONS_SECRETS_URL", secrets, "SESSIONS_REDIS_URL", redis),
                        "--sessions.callers[internal]=create,list,revoke,introspect,verify-batch,events"),
                service(
                                Service.GAME,
                                ports.game(),
                                game(auth, sessions, secrets),
                                "--game.callers[internal]=ensure-user")
                        .with(database(PostgresServer.GAME, PostgresServer.GAME)),
                service(Service.BOT, ports.bot(), Map.of("BOT_AUTH_URL", auth, "BOT_SESSIONS_URL", sessions))
                        .with(bot())
                        .with(Map.of("DATABASE_READER", PostgresServer.API_ROLE))
                        .with(database(PostgresServer.TIGRIT, PostgresServer.BOT_ROLE)),
                service(Service.API, ports.api(), Map.of("API_AUTH_URL", auth, "API_SESSIONS_URL", sessions))
                        .with(database(PostgresServer.TIGRIT, PostgresServer.API_ROLE)));
    }

    private Service service(String name, int port, Map<String, String> environment, String... arguments)
            throws IOException {
        return new Service(name, port, environment, List.of(arguments))
                .with(Map.of("INTERNAL_API_SECRET", keys.internalSecret()));
    }

    private Map<String, String> game(String auth, String sessions, String secrets) throws IOException {
        return Map.of(
                "GAME_AUTH_URL", auth,
                "GAME_SESSIONS_URL", sessions,
                "GAME_SECRETS_URL", secrets,
                "GAME_DEVELOPMENT_BOTTOKEN", keys.telegramBotToken());
    }

    private Map<String, String> bot() throws IOException {
        return Map.of(
                "BOT_MODE", botMode,
                "TELEGRAM_BOT_TOKEN", keys.telegramBotToken(),
                "TELEGRAM_WEBHOOK_SECRET", keys.webhookSecret());
    }

    private Map<String, String> database(String name, String role) throws IOException {
        return Map.of(
                "DATABASE_PORT",
                Integer.toString(ports.postgres()),
                "DATABASE_NAME",
                name,
                "DATABASE_USER",
                role,
                "DATABASE_PASSWORD",
                keys.databasePassword());
    }
}
