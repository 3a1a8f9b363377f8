package dev.tigrit.bot.intake;

import dev.tigrit.bot.client.telegram.BotToken;
import dev.tigrit.bot.client.telegram.TelegramClient;
import dev.tigrit.bot.client.telegram.TelegramException;
import dev.tigrit.bot.client.telegram.Update;
import dev.tigrit.bot.handling.Updates;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks for updates for the life of the program. The offset, by which Telegram forgets what came before, moves only after every row
 * of a batch is written and every answer is sent: whatever dies before that, Telegram sends those updates again.
 */
@Component
final class Polling implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Polling.class);

    /** Persons answered at the same moment; each one's own messages are answered in their order. */
    private static final int AT_ONCE = 16;

    private static final Duration BETWEEN = Duration.ofMillis(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final TelegramClient telegram;
    private final Updates updates;
    private final @Nullable BackgroundLoop loop;

    /** Of the batch whose offset has not moved: when a part of it fails, only that part is handled again. */
    private final Set<Long> handled = ConcurrentHashMap.newKeySet();

    private volatile @Nullable Long offset;
    private volatile boolean webhookIsGone;

    Polling(IntakeProperties properties, TelegramClient telegram, Updates updates, BotToken token) {
        this.telegram = telegram;
        this.updates = updates;
        this.loop = properties.mode() == IntakeProperties.Mode.POLLING && token.isThere()
                ? new BackgroundLoop("poll telegram", BETWEEN, this::turn)
                : null;
    }

    /** One look for updates and what follows from it; a failure costs a pause and nothing else. */
    Mono<Void> turn() {
        return withoutWebhook()
                .then(Mono.defer(() -> telegram.updates(offset)))
                .flatMap(this::handleAll)
                .onErrorResume(this::pause);
    }

    private Mono<Void> withoutWebhook() {
        return webhookIsGone ? Mono.empty() : telegram.deleteWebhook().doOnSuccess(_ -> webhookIsGone = true);
    }

    private Mono<Void> handleAll(List<Update> batch) {
        var byChat =
                batch.stream().collect(Collectors.groupingBy(Polling::chat)).values();
        return Flux.fromIterable(byChat)
                .flatMapDelayError(ofOneChat -> Flux.fromIterable(ofOneChat).concatMap(this::handle), AT_ONCE, AT_ONCE)
                .then(Mono.fromRunnable(() -> moveOffset(batch)));
    }

    private Mono<Void> handle(Update update) {
        if (handled.contains(update.updateId())) {
            return Mono.empty();
        }
        return updates.handle(update)
                .flatMap(reply -> telegram.send(reply.chatId(), reply.text()))
                .then(Mono.fromRunnable(() -> handled.add(update.updateId())));
    }

    private void moveOffset(List<Update> batch) {
        batch.stream().mapToLong(Update::updateId).max().ifPresent(last -> offset = last + 1);
        handled.clear();
    }

    private static long chat(Update update) {
        var chat = update.message() == null ? null : update.message().chat();
        return chat == null ? 0 : chat.id();
    }

    private Mono<Void> pause(Throwable error) {
        log.atWarn()
                .addKeyValue("error", error.getClass().getSimpleName())
                .addKeyValue("reason", error.getMessage())
                .log("updates are not confirmed and come again");
        var pause = error instanceof TelegramException refusal ? refusal.pause() : AFTER_FAILURE;
        return Mono.delay(pause).then();
    }

    @Override
    public void start() {
        if (loop != null) {
            loop.start();
        }
    }

    @Override
    public void stop() {
        if (loop != null) {
            loop.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return loop != null && loop.isRunning();
    }
}
