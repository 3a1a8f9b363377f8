package dev.tigrit.bot.intake;

import dev.tigrit.bot.client.telegram.BotToken;
import dev.tigrit.bot.client.telegram.BotToken.Bot;
import dev.tigrit.bot.client.telegram.TelegramClient;
import dev.tigrit.bot.client.telegram.TelegramException;
import dev.tigrit.bot.client.telegram.Update;
import dev.tigrit.bot.message.Updates;
import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.loop.BackgroundLoops;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks for updates for the life of the program. The offset, by which Telegram forgets what came before, moves only past updates whose
 * row is written and whose answer is sent: whatever dies before that, Telegram sends those updates again.
 */
@Component
final class Polling {

    private static final Logger log = LoggerFactory.getLogger(Polling.class);

    /** Persons answered at the same moment; each one's own messages are answered in their order. */
    private static final int AT_ONCE = 16;

    private static final Duration BETWEEN = Duration.ofMillis(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final BotToken token;
    private final TelegramClient telegram;
    private final Updates updates;
    private final Clock clock;

    /** Of those that the offset has not passed: when a part of a batch fails, only that part is handled again. */
    private final Set<Long> handled = ConcurrentHashMap.newKeySet();

    /** Chats that Telegram takes no answer for, and until when. */
    private final Map<Long, Instant> resting = new ConcurrentHashMap<>();

    /** The bot whose updates the three of them, and the offset, are about. */
    private volatile @Nullable Bot polled;

    private volatile @Nullable Long offset;
    private volatile boolean webhookIsGone;

    Polling(
            IntakeProperties properties,
            TelegramClient telegram,
            Updates updates,
            BotToken token,
            Clock clock,
            BackgroundLoops loops) {
        this.token = token;
        this.telegram = telegram;
        this.updates = updates;
        this.clock = clock;
        if (properties.mode() == IntakeProperties.Mode.POLLING && token.isExpected()) {
            loops.add(new BackgroundLoop("poll telegram", BETWEEN, this::turn));
        }
    }

    /** One look for updates and what follows from it; a failure costs a pause and nothing else. */
    Mono<Void> turn() {
        return token.bots().next().flatMap(this::turn);
    }

    private Mono<Void> turn(Bot bot) {
        startAnewWithAnotherBot(bot);
        return withoutWebhook(bot)
                .then(Mono.defer(() -> telegram.updates(bot, offset)))
                // A look may wait for a minute, and the old token is over.
                .takeUntilOther(token.successorOf(bot))
                .doOnError(TelegramException.class, this::lookForAWebhook)
                .flatMap(batch -> handleAll(bot, batch))
                .onErrorResume(this::pause);
    }

    /** Numbers of updates are each bot's own; with another token of the same bot nothing changes. */
    private void startAnewWithAnotherBot(Bot bot) {
        var before = polled;
        if (before != null && before.id() != bot.id()) {
            offset = null;
            webhookIsGone = false;
            handled.clear();
            resting.clear();
        }
        polled = bot;
    }

    private Mono<Void> withoutWebhook(Bot bot) {
        return webhookIsGone ? Mono.empty() : telegram.deleteWebhook(bot).doOnSuccess(_ -> webhookIsGone = true);
    }

    /** Somebody may have registered one after the start. */
    private void lookForAWebhook(TelegramException refusal) {
        if (refusal.isConflict()) {
            webhookIsGone = false;
        }
    }

    private Mono<Void> handleAll(Bot bot, List<Update> batch) {
        var byChat =
                batch.stream().collect(Collectors.groupingBy(Polling::chat)).entrySet();
        return Flux.fromIterable(byChat)
                .flatMapDelayError(ofOne -> handleChat(bot, ofOne.getKey(), ofOne.getValue()), AT_ONCE, AT_ONCE)
                .then(Mono.defer(() -> moveOffset(batch)));
    }

    /** A chat that Telegram takes no answer for, as one with too many of them, waits alone. */
    private Mono<Void> handleChat(Bot bot, long chat, List<Update> itsUpdates) {
        var until = resting.get(chat);
        if (until != null && clock.instant().isBefore(until)) {
            return Mono.empty();
        }
        return Flux.fromIterable(itsUpdates)
                .concatMap(update -> handle(bot, update))
                .then()
                .doOnSuccess(_ -> resting.remove(chat))
                .onErrorResume(TelegramException.class, refusal -> Mono.fromRunnable(() -> rest(chat, refusal)));
    }

    private void rest(long chat, TelegramException refusal) {
        log.atWarn()
                .addKeyValue("reason", refusal.getMessage())
                .addKeyValue("pause", refusal.pause())
                .log("an answer is not sent, and is tried again");
        resting.put(chat, clock.instant().plus(refusal.pause()));
    }

    private Mono<Void> handle(Bot bot, Update update) {
        if (handled.contains(update.updateId())) {
            return Mono.empty();
        }
        return updates.handle(bot.id(), update)
                .flatMap(reply -> telegram.send(bot, reply.chatId(), reply.topic(), reply.text()))
                .then(Mono.fromRunnable(() -> handled.add(update.updateId())));
    }

    /** To the first update that is left, which comes at once when asked for: hence a pause. With none left, past them all. */
    private Mono<Void> moveOffset(List<Update> batch) {
        var left = batch.stream()
                .mapToLong(Update::updateId)
                .filter(id -> !handled.contains(id))
                .min();
        if (left.isPresent()) {
            var first = left.getAsLong();
            offset = first;
            handled.removeIf(id -> id < first);
            return Mono.delay(AFTER_FAILURE).then();
        }
        batch.stream().mapToLong(Update::updateId).max().ifPresent(last -> offset = last + 1);
        handled.clear();
        return Mono.empty();
    }

    private static long chat(Update update) {
        var chat = update.message() == null ? null : update.message().chat();
        return chat == null ? 0 : chat.id();
    }

    private Mono<Void> pause(Throwable failure) {
        // Of several chats it is the same: the database is unavailable.
        var error = Exceptions.unwrapMultiple(failure).getFirst();
        log.atWarn()
                .addKeyValue("error", error.getClass().getSimpleName())
                .addKeyValue("reason", error.getMessage())
                .log("updates are not confirmed and come again");
        var pause = error instanceof TelegramException refusal ? refusal.pause() : AFTER_FAILURE;
        return Mono.delay(pause).then();
    }
}
