package dev.tigrit.local.launcher;

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
        var secrets = url(Service.SECRETS);
        var auth = url(Service.AUTH);
        var sessions = url(Service.SESSIONS);
        var redis = "redis://localhost:" + ports.of(RedisServer.NAME);
        return List.of(
                service(
                        Service.SECRETS,
                        Map.of("SECRETS_DIRECTORY", folder.keys().toString()),
                        "--secrets.readers[SESSION_SIGNING_KEY]=internal",
                        "--secrets.readers[JWT_SECRET]=internal",
                        "--secrets.readers[TELEGRAM_BOT_TOKEN]=internal"),
                service(
                        Service.AUTH,
                        Map.of("AUTH_SECRETS_URL", secrets, "AUTH_GAMEBACKEND_URL", url(Service.GAME)),
                        "--auth.callers[internal]=ensure-telegram-user,introspect"),
                service(
                        Service.SESSIONS,
                        Map.of("SESSIONS_SECRETS_URL", secrets, "SESSIONS_REDIS_URL", redis),
                        "--sessions.callers[internal]=create,list,revoke,introspect,verify-batch,events"),
                service(Service.GAME, game(auth, sessions, secrets), "--game.callers[internal]=ensure-user")
                        .with(database(PostgresServer.GAME, PostgresServer.GAME)),
                service(Service.BOT, Map.of("BOT_AUTH_URL", auth, "BOT_SESSIONS_URL", sessions))
                        .with(bot())
                        .with(Map.of("DATABASE_READER", PostgresServer.API_ROLE))
                        .with(database(PostgresServer.TIGRIT, PostgresServer.BOT_ROLE)),
                service(Service.API, Map.of("API_AUTH_URL", auth, "API_SESSIONS_URL", sessions))
                        .with(database(PostgresServer.TIGRIT, PostgresServer.API_ROLE)));
    }

    private String url(String service) {
        return Service.url(ports.of(service));
    }

    private Service service(String name, Map<String, String> environment, String... arguments) throws IOException {
        return new Service(name, ports.of(name), environment, List.of(arguments))
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
                Integer.toString(ports.of(PostgresServer.NAME)),
                "DATABASE_NAME",
                name,
                "DATABASE_USER",
                role,
                "DATABASE_PASSWORD",
                keys.databasePassword());
    }
}
