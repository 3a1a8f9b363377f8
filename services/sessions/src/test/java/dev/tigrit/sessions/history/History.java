package dev.tigrit.sessions.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * What clients did and saw, with when each call began and ended. A session, and each token of it, goes from live to dead once; a
 * history of such objects is linearizable exactly when the intervals of what was seen can be explained by those of what was done,
 * which {@link #check} tries for each of them.
 */
final class History {

    /** What a call was, and what it says. */
    enum Kind {
        /** A token was given out. */
        BEGIN,
        /** The token was replaced. */
        ROTATED,
        /** A holder of a token, the current one or a superseded one, ended the session. */
        INVALIDATED,
        /** The session was ended by its id. */
        ENDED,
        /** All sessions of the user were ended. */
        ALL_ENDED,
        /** All but this session were. */
        OTHERS_ENDED,
        /** The token was seen alive. */
        ALIVE,
        /** The token was seen dead. */
        DEAD,
        /** The session was in its user's list. */
        LISTED,
        /** It was not. */
        UNLISTED
    }

    /**
     * One call.
     *
     * @param user whose sessions it concerns
     * @param session which one, or empty for all
     * @param token which token, or empty for all
     * @param began by {@link System#nanoTime()}
     * @param ended likewise; {@link Long#MAX_VALUE} when it was not answered, and may take effect at any time
     */
    record Event(Kind kind, String user, String session, String token, long began, long ended) {

        boolean isOn(Event begin) {
            return switch (kind) {
                case ROTATED, ALIVE, DEAD -> token.equals(begin.token);
                case ENDED, INVALIDATED, LISTED, UNLISTED -> session.equals(begin.session);
                case ALL_ENDED -> user.equals(begin.user);
                case OTHERS_ENDED -> user.equals(begin.user) && !session.equals(begin.session);
                case BEGIN -> false;
            };
        }

        boolean endsForOthersThanItsHolder() {
            return kind == Kind.ENDED || kind == Kind.ALL_ENDED || kind == Kind.OTHERS_ENDED;
        }
    }

    private final Queue<Event> events = new ConcurrentLinkedQueue<>();

    void add(Event event) {
        events.add(event);
    }

    int size() {
        return events.size();
    }

    /** @return what cannot be explained; empty for a linearizable history */
    List<String> check() {
        var violations = new ArrayList<String>();
        var ofUser = new LinkedHashMap<String, List<Event>>();
        events.forEach(event ->
                ofUser.computeIfAbsent(event.user(), _ -> new ArrayList<>()).add(event));
        ofUser.values().forEach(all -> checkUser(all, violations));
        return violations;
    }

    private static void checkUser(List<Event> all, List<String> violations) {
        // What can be on a session: its own events, and those that end all of its user.
        var ofSession = new LinkedHashMap<String, List<Event>>();
        for (var event : all) {
            if (event.kind() == Kind.BEGIN) {
                ofSession.computeIfAbsent(event.session(), _ -> new ArrayList<>());
            }
        }
        for (var event : all) {
            if (event.kind() == Kind.ALL_ENDED || event.kind() == Kind.OTHERS_ENDED) {
                ofSession.values().forEach(events -> events.add(event));
            } else {
                ofSession.getOrDefault(event.session(), new ArrayList<>()).add(event);
            }
        }
        ofSession.values().forEach(events -> {
            var begins =
                    events.stream().filter(event -> event.kind() == Kind.BEGIN).toList();
            begins.forEach(begin -> checkToken(begin, events, violations));
            checkSession(Collections.min(begins, Comparator.comparingLong(Event::ended)), events, violations);
        });
    }

    private static void checkToken(Event begin, List<Event> all, List<String> violations) {
        Predicate<Event> ends = event -> event.isOn(begin)
                && (event.endsForOthersThanItsHolder()
                        || event.kind() == Kind.ROTATED
                        || event.kind() == Kind.INVALIDATED);
        check(begin, all, ends, ends, Kind.ALIVE, Kind.DEAD, violations);
    }

    /** An invalidation by a token may or may not have been by the current one: it explains, but proves nothing. */
    private static void checkSession(Event begin, List<Event> all, List<String> violations) {
        Predicate<Event> certain = event -> event.isOn(begin) && event.endsForOthersThanItsHolder();
        Predicate<Event> possible = event -> certain.test(event)
                || (event.kind() == Kind.INVALIDATED && event.session().equals(begin.session()));
        check(begin, all, certain, possible, Kind.LISTED, Kind.UNLISTED, violations);
    }

    private static void check(
            Event begin,
            List<Event> all,
            Predicate<Event> certain,
            Predicate<Event> possible,
            Kind alive,
            Kind dead,
            List<String> violations) {
        // Certainly dead from here on: an end that began after the thing was given out, and was answered.
        var deadFrom = all.stream()
                .filter(certain)
                .filter(event -> event.began() >= begin.ended() && event.ended() < Long.MAX_VALUE)
                .mapToLong(Event::ended)
                .min()
                .orElse(Long.MAX_VALUE);
        // Certainly alive until here: nothing that could end it had begun. What had ended before it existed does not
        // count.
        var aliveUntil = all.stream()
                .filter(possible)
                .filter(event -> event.ended() > begin.began())
                .mapToLong(Event::began)
                .min()
                .orElse(Long.MAX_VALUE);
        var seen = all.stream().filter(event -> event.isOn(begin)).toList();
        var firstSeenDead = seen.stream()
                .filter(event -> event.kind() == dead && event.began() >= begin.ended())
                .mapToLong(Event::ended)
                .min()
                .orElse(Long.MAX_VALUE);
        for (var event : seen) {
            if (event.kind() == alive && event.began() > deadFrom) {
                violations.add("alive after its end: " + event);
            }
            if (event.kind() == alive && event.began() > firstSeenDead) {
                violations.add("alive after it was seen dead: " + event);
            }
            if (event.kind() == dead && event.ended() < aliveUntil && event.began() >= begin.ended()) {
                violations.add("dead though nothing ended it: " + event);
            }
        }
    }
}
