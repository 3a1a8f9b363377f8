package dev.tigrit.bot.intake;

import dev.tigrit.bot.client.telegram.BotToken;
import dev.tigrit.bot.client.telegram.BotToken.Bot;
import dev.tigrit.bot.client.telegram.TelegramClient;
import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.loop.BackgroundLoops;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Tells Telegram the webhook's address at each start, with each new token, and again once a day: whoever had another idea of it
 * meanwhile, this one holds.
 */
final class Registration {

    private static final Logger log = LoggerFactory.getLogger(Registration.class);

    private static final Duration AGAIN = Duration.ofDays(1);
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final TelegramClient telegram;
    private final BotToken token;
    private final URI url;
    private final String secret;

    Registration(TelegramClient telegram, BotToken token, URI url, String secret, BackgroundLoops loops) {
        this.telegram = telegram;
        this.token = token;
        this.url = url;
        this.secret = secret;
        loops.add(new BackgroundLoop(
                "register webhook", BETWEEN, () -> token.bots().next().flatMap(this::keepRegistered)));
    }

    /** Ends when it is to be done again. */
    private Mono<Void> keepRegistered(Bot bot) {
        return register(bot)
                .then(Mono.delay(AGAIN))
                .takeUntilOther(token.successorOf(bot))
                .then();
    }

    private Mono<Void> register(Bot bot) {
        return telegram.setWebhook(bot, url, secret)
                .doOnSuccess(_ -> log.atInfo().addKeyValue("url", url).log("webhook registered"))
                .doOnError(error ->
                        log.atWarn().addKeyValue("reason", error.getMessage()).log("webhook is not registered yet"))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, AFTER_FAILURE));
    }
}
