package dev.tigrit.bot.client.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class OwnNameTest {

    private Instant now = Instant.parse("2026-11-30T00:00:00Z");
    private long botId = 1;
    private @Nullable String answer = "tigrit_bot";
    private Duration pause = Duration.ofSeconds(1);
    private int asked;

    private final OwnName name = new OwnName(() -> botId, this::getMe, () -> now);

    @Test
    void nameIsKnownInAnyCaseOnceTelegramHasSaidIt() {
        look();

        assertThat(name.is("Tigrit_BOT")).isTrue();
        assertThat(name.is("tigrit_bot2")).isFalse();
    }

    @Test
    void untilThenACommandWithANameHasToComeAgain() {
        answer = null;
        look();

        assertThatThrownBy(() -> name.is("tigrit_bot")).isInstanceOf(TelegramException.class);
    }

    @Test
    void afterAMinuteWithoutANameSuchACommandIsNobodys() {
        answer = null;
        look();

        now = now.plus(OwnName.PATIENCE);

        assertThat(name.is("tigrit_bot")).isFalse();
    }

    @Test
    void laterAnswerIsTaken() {
        answer = null;
        look();
        now = now.plus(OwnName.PATIENCE);
        answer = "tigrit_bot";

        look();

        assertThat(name.is("tigrit_bot")).isTrue();
    }

    @Test
    void itIsAskedForAgainLessAndLessOftenAndNotBeforeTelegramSays() {
        answer = null;
        for (var second = 0; second < 600; second++) {
            look();
            now = now.plusSeconds(1);
        }
        // After 0, 1, 3, 7, 15, 31, 63, 127, 255 and 511 seconds.
        assertThat(asked).isEqualTo(10);

        pause = Duration.ofMinutes(30);
        now = now.plus(Duration.ofMinutes(5));
        look();
        now = now.plus(Duration.ofMinutes(29));
        look();

        assertThat(asked).isEqualTo(11);
    }

    @Test
    void knownNameIsAskedForOnceAnHourAndKeptWhenThatFails() {
        look();
        now = now.plus(Duration.ofMinutes(59));
        look();
        assertThat(asked).isEqualTo(1);

        answer = null;
        now = now.plus(Duration.ofMinutes(1));
        look();

        assertThat(asked).isEqualTo(2);
        assertThat(name.is("tigrit_bot")).isTrue();
    }

    @Test
    void otherBotsTokenMakesTheNameUnknownAndAskedForAtOnce() {
        look();

        botId = 2;
        answer = "other_bot";

        assertThatThrownBy(() -> name.is("tigrit_bot")).isInstanceOf(TelegramException.class);
        look();
        assertThat(name.is("tigrit_bot")).isFalse();
        assertThat(name.is("other_bot")).isTrue();
    }

    private void look() {
        name.turn().block(Duration.ofSeconds(5));
    }

    private Mono<String> getMe() {
        asked++;
        return answer == null
                ? Mono.error(new TelegramException("getMe", "status 500", pause, false))
                : Mono.just(answer);
    }
}
