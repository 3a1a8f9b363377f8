package dev.tigrit.local.chaos;

import java.time.Duration;

/**
 * One call and what came of it. Times are those of {@link System#nanoTime()}.
 *
 * @param answer status and code, or what the connection did
 */
record Seen(Call call, long begun, long ended, Verdict verdict, String answer) {

    enum Verdict {
        /** The right answer. */
        RIGHT,
        /** No answer, or one that says so: 503, or the bot's words for it. */
        NONE,
        /** A false success, a false refusal, or a failure that nobody has foreseen. */
        WRONG
    }

    boolean isRight() {
        return verdict == Verdict.RIGHT;
    }

    Duration took() {
        return Duration.ofNanos(ended - begun);
    }
}
