package dev.tigrit.local.chaos;

import dev.tigrit.local.Caller;
import dev.tigrit.local.Caller.Answer;
import dev.tigrit.local.InitData;
import dev.tigrit.local.chaos.Seen.Verdict;
import dev.tigrit.local.fixture.Hostile;
import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.RunEnv;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Calls of each kind at a constant rate: each begins when it is due, whatever became of those before. */
final class Traffic implements AutoCloseable {

    /** The words of the bot while the game is away. */
    private static final String GAME_AWAY = "Сервис игры временно недоступен";

    private static final long FIRST_PERSON =
            1_000_000_000L + ThreadLocalRandom.current().nextInt(1_000_000_000);
    static final int PERSONS = 50;

    private final LocalSystem system;
    private final RunEnv env;
    private final Caller caller;
    private final Tokens tokens = new Tokens();
    private final Map<Long, Long> acknowledgedRows = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final AtomicLong lastUpdate =
            new AtomicLong(ThreadLocalRandom.current().nextLong(1L << 40));
    private volatile boolean stopped;

    private Traffic(LocalSystem system) throws IOException {
        this.system = system;
        this.env = system.env();
        this.caller = new Caller(env);
    }

    /** @param rate of each kind of call, a second */
    static Traffic start(LocalSystem system, int rate) throws IOException {
        var traffic = new Traffic(system);
        Thread.ofPlatform().daemon().name("traffic").start(() -> traffic.run(rate));
        return traffic;
    }

    private void run(int rate) {
        var calls = Call.values();
        var between = TimeUnit.SECONDS.toNanos(1) / rate / calls.length;
        var begun = System.nanoTime();
        for (var n = 0L; !stopped; n++) {
            var call = calls[(int) (n % calls.length)];
            Thread.startVirtualThread(() -> make(call));
            LockSupport.parkNanos(begun + (n + 1) * between - System.nanoTime());
        }
    }

    List<Seen> since(long nanos) {
        return seen.stream().filter(one -> one.ended() >= nanos).toList();
    }

    /** What is no longer looked at. */
    void forgetSeen() {
        seen.clear();
    }

    Tokens tokens() {
        return tokens;
    }

    /** Numbers of the updates that the bot has said to have kept, each with who wrote it. */
    Map<Long, Long> acknowledgedRows() {
        return Map.copyOf(acknowledgedRows);
    }

    /** They were looked for. */
    void forgetRows(Collection<Long> found) {
        acknowledgedRows.keySet().removeAll(found);
    }

    /** Of these tokens, those that are answered with another status. */
    List<String> withoutStatus(Collection<String> asked, int status) throws IOException, InterruptedException {
        var others = new ConcurrentLinkedQueue<String>();
        for (var token : asked) {
            if (caller.verifySession(token).status() != status) {
                others.add(token);
            }
        }
        return List.copyOf(others);
    }

    @Override
    public void close() {
        stopped = true;
    }

    private void make(Call call) {
        var begun = System.nanoTime();
        try {
            var answer = ask(call);
            if (answer != null) {
                seen.add(new Seen(call, begun, System.nanoTime(), verdict(call, answer), text(answer)));
            }
        } catch (HttpTimeoutException e) {
            seen.add(new Seen(call, begun, System.nanoTime(), Verdict.NONE, "no answer in 10 s"));
        } catch (ConnectException e) {
            seen.add(new Seen(call, begun, System.nanoTime(), Verdict.NONE, "connection refused"));
        } catch (IOException e) {
            seen.add(new Seen(call, begun, System.nanoTime(), Verdict.NONE, "connection broken"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return null when there is no token yet to ask with */
    private @Nullable Answer ask(Call call) throws IOException, InterruptedException {
        return switch (call) {
            case SIGN_IN -> caller.verifyInitData(initData(person()));
            case SIGN_IN_CHANGED -> caller.verifyInitData(initData(person()).replace("AAHdF6IQ", "AAHdF6IR"));
            case ENSURE_USER ->
                caller.send(HttpRequest.newBuilder(URI.create(env.authUrl() + "/v1/ensure-user"))
                        .header("Authorization", "tma " + initData(person()))
                        .POST(BodyPublishers.noBody()));
            case CREATE -> create();
            case VERIFY -> with(tokens.anyLive(), caller::verifySession);
            case EXTEND -> with(tokens.anyLive(), caller::extendSession);
            case INVALIDATE -> with(tokens.nextToEnd(), this::invalidate);
            case VERIFY_ENDED -> with(tokens.anyEnded(), caller::verifySession);
            case VERIFY_FORGED -> with(tokens.anyLive(), token -> caller.verifySession(Hostile.forged(token)));
            case SECRET ->
                caller.send(HttpRequest.newBuilder(URI.create(env.secretsUrl() + "/v1/secrets/JWT_SECRET"))
                        .header("Authorization", "Bearer " + env.internalApiSecret()));
            case MESSAGE -> write(person());
            case HISTORY ->
                with(
                        tokens.anyLive(),
                        token -> caller.send(HttpRequest.newBuilder(URI.create(env.apiUrl() + "/v1/interactions"))
                                .header("Authorization", "Bearer " + token)));
        };
    }

    private interface WithToken {
        Answer ask(String token) throws IOException, InterruptedException;
    }

    private static @Nullable Answer with(@Nullable String token, WithToken call)
            throws IOException, InterruptedException {
        return token == null ? null : call.ask(token);
    }

    private Answer create() throws IOException, InterruptedException {
        var answer = caller.createSession(Long.toString(person()));
        if (answer.status() == 201) {
            tokens.created(answer.field("token"));
        }
        return answer;
    }

    private Answer invalidate(String token) throws IOException, InterruptedException {
        var answer = caller.invalidateSession(token);
        if (answer.status() == 204) {
            tokens.ended(token);
        }
        return answer;
    }

    private Answer write(long person) throws IOException, InterruptedException {
        var update = lastUpdate.incrementAndGet();
        var answer = caller.send(HttpRequest.newBuilder(URI.create(env.botUrl() + "/telegram/webhook"))
                .header("X-Telegram-Bot-Api-Secret-Token", env.webhookSecret())
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(
                        """
                        {"update_id":%d,"message":{"message_id":1,"from":{"id":%2$d,"is_bot":false,"first_name":"P"},\
                        "chat":{"id":%2$d,"type":"private"},"date":%3$d,"text":"hello"}}""".formatted(update, person, Instant.now().getEpochSecond()))));
        if (answer.status() == 200 && !answer.body().contains(GAME_AWAY)) {
            acknowledgedRows.put(update, person);
        }
        return answer;
    }

    private static Verdict verdict(Call call, Answer answer) {
        if (answer.status() == 503 || (call == Call.MESSAGE && answer.body().contains(GAME_AWAY))) {
            return Verdict.NONE;
        }
        return answer.status() == call.right ? Verdict.RIGHT : Verdict.WRONG;
    }

    private static String text(Answer answer) {
        if (answer.body().contains(GAME_AWAY)) {
            return "«" + GAME_AWAY + "»";
        }
        var code = answer.field("code");
        return code.isEmpty() ? Integer.toString(answer.status()) : "%d `%s`".formatted(answer.status(), code);
    }

    private String initData(long person) throws IOException {
        return InitData.ofUser(person, Instant.now()).sign(system.keys().telegramBotToken());
    }

    private static long person() {
        return FIRST_PERSON + ThreadLocalRandom.current().nextInt(PERSONS);
    }
}
