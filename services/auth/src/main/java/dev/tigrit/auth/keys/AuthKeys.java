package dev.tigrit.auth.keys;

import dev.tigrit.auth.bot.Bot;
import dev.tigrit.auth.client.secrets.SecretsClient;
import dev.tigrit.auth.client.secrets.WantedKey;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The verification keys of the credential types that are on. A key in the environment wins; with the bot token there the service
 * is detached and never calls Secrets, for any key.
 */
public final class AuthKeys implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(AuthKeys.class);

    private static final String BOT_TOKEN = "TELEGRAM_BOT_TOKEN";
    private static final String JWT_SECRET = "JWT_SECRET";
    private static final String INTERNAL_SECRET = "INTERNAL_API_SECRET";

    private final EnvironmentKeys environment;
    private final boolean mayAskSecrets;
    private final List<WantedKey> wanted = new ArrayList<>();
    private final @Nullable KeyRing botTokens;
    private final @Nullable KeyRing jwtSecrets;
    private final List<BackgroundLoop> loops;

    /**
     * Finds the keys or where to fetch them.
     *
     * @throws IllegalStateException names what is missing or unusable
     */
    public AuthKeys(EnvironmentKeys environment, SecretsClient secrets, boolean telegram, boolean jwt) {
        this.environment = environment;
        this.mayAskSecrets =
                secrets.isConfigured() && environment.find(BOT_TOKEN).isEmpty();
        this.botTokens = telegram ? ring(BOT_TOKEN, Bot::requireToken) : null;
        this.jwtSecrets = jwt ? ring(JWT_SECRET, EnvironmentKeys::requireLength) : null;
        if (botTokens == null && jwtSecrets == null) {
            throw new IllegalStateException("No credential can be verified: set " + BOT_TOKEN + " or " + JWT_SECRET
                    + " in the environment, or auth.secrets.url to fetch them");
        }
        this.loops = wanted.isEmpty() ? List.of() : secrets.follow(wanted, bearer());
    }

    /** Versions of the bot's token, or null when initData is not accepted. */
    public @Nullable KeyRing botTokens() {
        return botTokens;
    }

    /** Versions of the shared secret, or null when its tokens are not accepted. */
    public @Nullable KeyRing jwtSecrets() {
        return jwtSecrets;
    }

    /** Whether each of them is here. */
    public boolean areComplete() {
        return wanted.stream().noneMatch(key -> key.ring().isEmpty());
    }

    private @Nullable KeyRing ring(String name, BiFunction<String, Sensitive, Sensitive> rule) {
        Optional<List<KeyVersion>> given = environment.findVersions(name, rule);
        if (given.isPresent()) {
            return KeyRing.of(given.get());
        }
        if (!mayAskSecrets) {
            log.atWarn().addKeyValue("key", name).log("key is not set, its credentials are refused");
            return null;
        }
        var ring = KeyRing.empty();
        wanted.add(new WantedKey(name, rule, ring));
        return ring;
    }

    private Sensitive bearer() {
        return environment
                .findKey(INTERNAL_SECRET)
                .map(versions -> versions.getFirst().value())
                .orElseThrow(() -> new IllegalStateException(
                        INTERNAL_SECRET + " is not set; it is needed to read keys from auth.secrets.url"));
    }

    @Override
    public void start() {
        loops.forEach(BackgroundLoop::start);
    }

    @Override
    public void stop() {
        loops.forEach(BackgroundLoop::stop);
    }

    @Override
    public boolean isRunning() {
        return loops.stream().anyMatch(BackgroundLoop::isRunning);
    }
}
