package dev.tigrit.bot.client.telegram;

import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.loop.BackgroundLoops;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The bot's username, asked for at the start, again once an hour, and at once when the token is another bot's. Nothing waits for it
 * but a command that names a bot ({@code /start@name}): such a command comes again for at most a minute, and is nobody's after that.
 */
@Component
public final class OwnName {

    /** How long commands with a name wait for it. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(OwnName.class);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofHours(1);

    /** Of the pause after a failure: up to four minutes. */
    private static final int DOUBLINGS = 8;

    private final LongSupplier botId;
    private final Supplier<Mono<String>> getMe;
    private final InstantSource clock;

    private volatile State state;

    @Autowired
    OwnName(TelegramClient telegram, BotToken token, Clock clock, BackgroundLoops loops) {
        this(token::botId, () -> Mono.justOrEmpty(token.bot()).flatMap(telegram::username), clock);
        if (token.isExpected()) {
            loops.add(new BackgroundLoop("ask for the bot's name", LOOK, this::turn));
        }
    }

    OwnName(LongSupplier botId, Supplier<Mono<String>> getMe, InstantSource clock) {
        this.botId = botId;
        this.getMe = getMe;
        this.clock = clock;
        this.state = ofNobody(botId.getAsLong());
    }

    /** Whether a username, in any case, is the bot's; fails with a TelegramException while it may soon be known. */
    public boolean is(String username) {
        var known = current();
        if (known.name() == null && clock.instant().isBefore(known.since().plus(PATIENCE))) {
            throw new TelegramException("getMe", "the bot's name is not known yet", LOOK, false);
        }
        return username.equalsIgnoreCase(known.name());
    }

    /** Asks when it is time to; an answer that failed leaves the name that is known. */
    Mono<Void> turn() {
        var before = current();
        if (clock.instant().isBefore(before.next())) {
            return Mono.empty();
        }
        return getMe.get()
                .doOnNext(name -> state = new State(
                        before.botId(), name, before.since(), clock.instant().plus(AGAIN), 0))
                .onErrorResume(
                        TelegramException.class, refusal -> Mono.fromRunnable(() -> state = failed(before, refusal)))
                .then();
    }

    private State failed(State before, TelegramException refusal) {
        var longer = LOOK.multipliedBy(1L << Math.min(before.failures(), DOUBLINGS));
        var pause = refusal.pause().compareTo(longer) > 0 ? refusal.pause() : longer;
        log.atWarn()
                .addKeyValue("reason", refusal.getMessage())
                .addKeyValue("pause", pause)
                .log("the bot's name is not told, and is asked for again");
        return new State(
                before.botId(), before.name(), before.since(), clock.instant().plus(pause), before.failures() + 1);
    }

    private State ofNobody(long id) {
        return new State(id, null, clock.instant(), clock.instant(), 0);
    }

    /** What is known of another bot is not true of this one. */
    private State current() {
        var id = botId.getAsLong();
        var known = state;
        if (known.botId() == id) {
            return known;
        }
        var fresh = ofNobody(id);
        state = fresh;
        return fresh;
    }

    /** What is known: of which bot, since when it is asked about, when to ask next, and failures since the last answer. */
    private record State(long botId, @Nullable String name, Instant since, Instant next, int failures) {}
}
