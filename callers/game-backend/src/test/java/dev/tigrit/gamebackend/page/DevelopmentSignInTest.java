package dev.tigrit.gamebackend.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.starter.key.Sensitive;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import tools.jackson.databind.json.JsonMapper;

class DevelopmentSignInTest {

    private static final String TOKEN = "1234567890:a-token-that-no-bot-has-ever-had-at-all";

    @Test
    void startsOnLocalhost() {
        assertThatCode(() -> routes("127.0.0.1")).doesNotThrowAnyException();
        assertThatCode(() -> routes("::1")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void startsNowhereElse(String address) {
        assertThatThrownBy(() -> routes(address))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("game.development.bot-token")
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void startsNotOnAllAddressesBecauseNoneIsNamed() {
        assertThatThrownBy(() -> routes(null)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void siteWhoseNameLeadsHereIsNotServed() {
        assertThat(DevelopmentRoutes.isThisMachine(InetSocketAddress.createUnresolved("localhost", 8084)))
                .isTrue();
        assertThat(DevelopmentRoutes.isThisMachine(InetSocketAddress.createUnresolved("127.0.0.1", 8084)))
                .isTrue();
        assertThat(DevelopmentRoutes.isThisMachine(InetSocketAddress.createUnresolved("evil.example", 8084)))
                .isFalse();
        assertThat(DevelopmentRoutes.isThisMachine(null)).isFalse();
    }

    @Test
    void tokenIsNotPrinted() {
        assertThat(new DevelopmentRoutes.Properties(Sensitive.ofUtf8(TOKEN)).toString())
                .doesNotContain(TOKEN);
    }

    /** Signed once with the algorithm of core.telegram.org/bots/webapps in another language (Python's hmac). */
    @Test
    void signsAsTelegramDoes() {
        var initData = DevelopmentRoutes.initData(
                "{\"id\":7,\"first_name\":\"Ольга\"}", Instant.ofEpochSecond(1_764_000_000), Sensitive.ofUtf8(TOKEN));

        assertThat(initData)
                .isEqualTo(
                        "auth_date=1764000000&user=%7B%22id%22%3A7%2C%22first_name%22%3A%22%D0%9E%D0%BB%D1%8C%D0%B3%D0%B0%22%7D"
                                + "&hash=f9365711dd98ff8be66fd5c411c954d8c838167e4fdb8958e5a6bd406c2417fd");
    }

    private static DevelopmentRoutes routes(@Nullable String address) throws UnknownHostException {
        var server = new ServerProperties();
        server.setAddress(address == null ? null : InetAddress.getByName(address));
        return new DevelopmentRoutes(
                new DevelopmentRoutes.Properties(Sensitive.ofUtf8(TOKEN)),
                server,
                JsonMapper.shared(),
                Clock.systemUTC());
    }
}
