package dev.tigrit.local.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Of the sessions that were acknowledged: those that must live, and those that must not. */
final class Tokens {

    /** Enough to be asked about again. */
    private static final int MOST = 500;

    /** From the last question about it until its end, so that no answer is still under way: longer than a caller waits. */
    private static final long REST = TimeUnit.SECONDS.toNanos(11);

    private record Resting(String token, long since) {}

    private final List<String> live = new ArrayList<>();
    private final Deque<Resting> toEnd = new ArrayDeque<>();
    private final List<String> ended = new ArrayList<>();

    /** As many are ended as are created. */
    synchronized void created(String token) {
        if (live.size() == MOST) {
            rest(live.set(ThreadLocalRandom.current().nextInt(MOST), token));
        } else if (ThreadLocalRandom.current().nextBoolean()) {
            rest(token);
        } else {
            live.add(token);
        }
    }

    synchronized void ended(String token) {
        if (ended.size() == MOST) {
            ended.set(ThreadLocalRandom.current().nextInt(MOST), token);
        } else {
            ended.add(token);
        }
    }

    private void rest(String token) {
        toEnd.add(new Resting(token, System.nanoTime()));
    }

    synchronized @Nullable String nextToEnd() {
        var first = toEnd.peek();
        if (first == null || System.nanoTime() - first.since() < REST) {
            return null;
        }
        toEnd.remove();
        return first.token();
    }

    synchronized @Nullable String anyLive() {
        return any(live);
    }

    synchronized @Nullable String anyEnded() {
        return any(ended);
    }

    synchronized List<String> live() {
        return List.copyOf(live);
    }

    synchronized List<String> ended() {
        return List.copyOf(ended);
    }

    /** After a loss that was counted. */
    synchronized void forget(List<String> lost) {
        live.removeAll(lost);
        ended.removeAll(lost);
    }

    private static @Nullable String any(List<String> list) {
        return list.isEmpty() ? null : list.get(ThreadLocalRandom.current().nextInt(list.size()));
    }
}
