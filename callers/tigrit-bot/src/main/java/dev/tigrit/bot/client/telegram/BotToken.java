package dev.tigrit.bot.client.telegram;

import dev.tigrit.starter.client.RemoteKeys;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.Sensitive;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** TELEGRAM_BOT_TOKEN: from the environment, else kept up to date from Secrets. With neither there is no bot, and the program idles. */
@Component
public final class BotToken {

    private static final String KEY = "TELEGRAM_BOT_TOKEN";

    private static final Logger log = LoggerFactory.getLogger(BotToken.class);

    /** The bot's id, a colon, and what only BotFather and the bot know. */
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17}):([A-Za-z0-9_-]{30,})");

    /** The bot of a token: its own Telegram id, and what follows the colon. Updates of another bot have numbers of their own. */
    public record Bot(long id, String secret) {

        @Override
        public String toString() {
            return "Bot[" + id + "]";
        }
    }

    private final Clock clock;
    private final boolean expected;
    private final KeyRing ring = KeyRing.empty();
    private final Sinks.Many<Bot> bots = Sinks.many().replay().latest();
    private volatile @Nullable Bot current;

    BotToken(EnvironmentKeys environment, RemoteKeys secrets, Clock clock) {
        this.clock = clock;
        var given = environment.find(KEY);
        this.expected = given.isPresent() || secrets.areConfigured();
        if (given.isPresent()) {
            use(parse(given.get()));
        } else if (expected) {
            secrets.follow(KEY, BotToken::requireForm, ring, this::take);
        } else {
            log.atWarn().addKeyValue("key", KEY).log("not set: the bot does nothing");
        }
    }

    /** Whether there is a bot, or will be as soon as Secrets has its token. */
    public boolean isExpected() {
        return expected;
    }

    /** The bot now; null before Secrets was heard for the first time. */
    public @Nullable Bot bot() {
        return current;
    }

    /** Its id, 0 before. */
    public long botId() {
        var bot = current;
        return bot == null ? 0 : bot.id();
    }

    /** The bot now, and each one after it. */
    public Flux<Bot> bots() {
        return bots.asFlux();
    }

    /** Ends as soon as the token is another one. */
    public Mono<Bot> successorOf(Bot bot) {
        return bots().filter(next -> !next.equals(bot)).next();
    }

    /** The newest token is the one that Telegram knows: it takes no two, so its first use is not put off. */
    private synchronized void take() {
        use(parse(ring.accepted(clock.instant()).getFirst().value()));
    }

    private void use(Bot bot) {
        if (!bot.equals(current)) {
            log.atInfo().addKeyValue("bot", bot.id()).log("bot token taken");
            current = bot;
            bots.tryEmitNext(bot);
        }
    }

    /** For the ring: what is no bot token does not come in. */
    private static Sensitive requireForm(String name, Sensitive value) {
        parse(value);
        return value;
    }

    private static Bot parse(Sensitive value) {
        try {
            var match = FORM.matcher(value.toText());
            if (match.matches()) {
                return new Bot(Long.parseLong(match.group(1)), match.group(2));
            }
        } catch (CharacterCodingException _) {
            // Said below.
        }
        throw new IllegalStateException(KEY + " is no bot token");
    }
}
