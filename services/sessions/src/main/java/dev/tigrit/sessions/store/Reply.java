package dev.tigrit.sessions.store;

import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.sessions.session.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A script's answer: a list that begins with a status; the five times of a session may follow, then what the script adds. */
record Reply(List<Object> parts) {

    private static final int AFTER_TIMES = 6;

    /** What the scripts mean by the same number; the rest is each one's own. */
    static final int NONE = 0;

    static final int OK = 1;
    static final int OTHER_TOKEN = 2;
    static final int EXPIRED = 3;

    int status() {
        return Math.toIntExact(number(0));
    }

    SessionRecord.Times times() {
        return new SessionRecord.Times(
                Instant.ofEpochMilli(number(1)),
                Instant.ofEpochMilli(number(2)),
                Instant.ofEpochMilli(number(3)),
                Duration.ofMillis(number(4)),
                Instant.ofEpochMilli(number(5)));
    }

    long number(int index) {
        return parts.get(index) instanceof Long number ? number : unreadable();
    }

    /** The numbers and bytes behind the times, from 0 on. */
    long numberAfterTimes(int index) {
        return number(AFTER_TIMES + index);
    }

    byte[] bytesAfterTimes(int index) {
        return parts.get(AFTER_TIMES + index) instanceof byte[] bytes ? bytes : new byte[(int) unreadable()];
    }

    /** Status 4 of each script that reads a record, and whatever a script of this release does not say. */
    StoreUnavailableException unknown() {
        return new StoreUnavailableException("record of an unknown version");
    }

    private static long unreadable() {
        throw new StoreUnavailableException("answer of an unknown form");
    }
}
