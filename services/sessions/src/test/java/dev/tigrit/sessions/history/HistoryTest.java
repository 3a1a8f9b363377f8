package dev.tigrit.sessions.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.sessions.history.History.Event;
import dev.tigrit.sessions.history.History.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of histories has to find what it is for. */
class HistoryTest {

    private final History history = new History();

    @Test
    void overlappingCallsMaySeeEither() {
        add(Kind.BEGIN, "t", 0, 1);
        add(Kind.INVALIDATED, "t", 5, 9);
        add(Kind.ALIVE, "t", 6, 7);
        add(Kind.DEAD, "t", 7, 8);

        assertThat(history.check()).isEmpty();
    }

    @Test
    void resurrectionIsFound() {
        add(Kind.BEGIN, "t", 0, 1);
        add(Kind.INVALIDATED, "t", 2, 3);
        add(Kind.ALIVE, "t", 4, 5);

        assertThat(history.check()).singleElement().asString().startsWith("alive after its end");
    }

    @Test
    void endOfAllCountsForTokensThatWereThere() {
        add(Kind.BEGIN, "t", 0, 1);
        add(Kind.BEGIN, "u", 0, 3);
        history.add(new Event(Kind.ALL_ENDED, "u", "", "", 2, 4));
        add(Kind.ALIVE, "u", 5, 6);
        add(Kind.ALIVE, "t", 5, 6);

        assertThat(history.check()).singleElement().asString().contains("token=t");
    }

    @Test
    void lossIsFound() {
        add(Kind.BEGIN, "t", 0, 1);
        add(Kind.DEAD, "t", 2, 3);
        add(Kind.INVALIDATED, "t", 4, 5);

        assertThat(history.check()).singleElement().asString().startsWith("dead though nothing ended it");
    }

    @Test
    void unansweredEndMayHappenAnyTime() {
        add(Kind.BEGIN, "t", 0, 1);
        add(Kind.INVALIDATED, "t", 2, Long.MAX_VALUE);
        add(Kind.ALIVE, "t", 4, 5);
        add(Kind.DEAD, "t", 6, 7);
        add(Kind.ALIVE, "t", 8, 9);

        assertThat(history.check()).singleElement().asString().startsWith("alive after it was seen dead");
    }

    @Test
    void sparedTokenIsNotEnded() {
        add(Kind.BEGIN, "t", 0, 1);
        history.add(new Event(Kind.OTHERS_ENDED, "u", "session-t", "", 2, 3));
        add(Kind.ALIVE, "t", 4, 5);

        assertThat(history.check()).isEqualTo(List.of());
    }

    @Test
    void listThatForgetsASessionIsFound() {
        add(Kind.BEGIN, "t", 0, 1);
        history.add(new Event(Kind.UNLISTED, "u", "session-t", "", 2, 3));
        history.add(new Event(Kind.LISTED, "u", "session-t", "", 4, 5));

        assertThat(history.check()).hasSize(2);
    }

    private void add(Kind kind, String token, long began, long ended) {
        history.add(new Event(kind, "u", "session-" + token, token, began, ended));
    }
}
