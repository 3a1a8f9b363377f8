package dev.tigrit.bot.message;

import dev.tigrit.bot.client.auth.AuthClient.Player;
import dev.tigrit.bot.client.sessions.SessionsClient;
import dev.tigrit.bot.client.telegram.Update;
import dev.tigrit.bot.store.Interactions;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds the words. */
@Component
final class Answers {

    /** What a person is told during an outage, word for word and whatever language they write in. */
    static final String GAME_UNAVAILABLE = "Сервис игры временно недоступен";

    private final Interactions interactions;
    private final SessionsClient sessions;

    Answers(Interactions interactions, SessionsClient sessions) {
        this.interactions = interactions;
        this.sessions = sessions;
    }

    /** For a person whom the game knows, after the row is written; null is a text, or a command that the bot does not have. */
    Mono<String> to(Update.Person person, Player.Known player, @Nullable Request request) {
        var language = Language.of(person);
        return switch (request) {
            case START -> Mono.just(greeting(language, person));
            case ME -> interactions.count(player.userId()).map(count -> me(language, player, count));
            case SESSIONS ->
                sessions.list(player.userId())
                        .map(found -> found.map(list -> sessions(language, list))
                                .orElse(language.choose(
                                        "Список входов сейчас недоступен, попробуйте позже.",
                                        "The list of your sessions is not available now, try again later.")));
            case null ->
                Mono.just(language.choose(
                        "Записал. Я понимаю /start, /me и /sessions.",
                        "Noted. I understand /start, /me and /sessions."));
        };
    }

    String refused(Update.Person person) {
        return Language.of(person)
                .choose("Игра не принимает данные этого аккаунта.", "The game does not take this account's data.");
    }

    private static String greeting(Language language, Update.Person person) {
        var name = Objects.requireNonNullElse(person.firstName(), "");
        return language.choose(
                "Здравствуйте, %s! Я бот Тигрит: /me скажет, кто вы в игре, /sessions — где вы вошли.".formatted(name),
                "Hello, %s! I am the Tigrit bot: /me says who you are in the game, /sessions where you are signed in."
                        .formatted(name));
    }

    private static String me(Language language, Player.Known player, long count) {
        return language.choose(
                        "Telegram id: %s%nВ игре: %s%nСообщений: %d", "Telegram id: %s%nIn the game: %s%nMessages: %d")
                .formatted(player.userId(), player.gameUserId(), count);
    }

    private static String sessions(Language language, List<SessionsClient.Session> list) {
        if (list.isEmpty()) {
            return language.choose("Вы нигде не вошли.", "You are signed in nowhere.");
        }
        var format = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(language.locale())
                .withZone(ZoneOffset.UTC);
        return list.stream()
                .map(session ->
                        "• %s, %s UTC".formatted(device(language, session), format.format(session.extendedAt())))
                .collect(Collectors.joining("\n"));
    }

    private static String device(Language language, SessionsClient.Session session) {
        var device = session.device();
        return device == null || device.isBlank()
                ? language.choose("неизвестное устройство", "unknown device")
                : device;
    }

    enum Language {
        RUSSIAN("ru"),
        ENGLISH("en");

        private final Locale locale;

        Language(String tag) {
            this.locale = Locale.forLanguageTag(tag);
        }

        Locale locale() {
            return locale;
        }

        /** Russian for who has set it in Telegram, or nothing. */
        static Language of(Update.Person person) {
            var code = person.languageCode();
            return code == null || code.startsWith("ru") ? RUSSIAN : ENGLISH;
        }

        String choose(String russian, String english) {
            return this == RUSSIAN ? russian : english;
        }
    }
}
