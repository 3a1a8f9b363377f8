package dev.tigrit.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InitDataTest {

    private static final String TOKEN = "7342037359:AAFZehRPBRs8Seg40oDjTMIW8uTGPuW1zfQ";

    @Test
    void hashIsTheOneThatTelegramSent() {
        // Given the published example of Telegram-Mini-Apps/tma.js (packages/init-data-node), sent by Telegram
        var initData = new InitData(new TreeMap<>(Map.of(
                "user",
                """
                {"id":279058397,"first_name":"Vladislav + - ? \\/","last_name":"Kibenko","username":"vdkfrost",\
                "language_code":"ru","is_premium":true,"allows_write_to_pm":true,\
                "photo_url":"https:\\/\\/t.me\\/i\\/userpic\\/320\\/4FPEE4tmP3ATHa57u6MqTDih13LTOiMoKoLDRG4PnSA.svg"}""",
                "chat_instance",
                "8134722200314281151",
                "chat_type",
                "private",
                "auth_date",
                "1733584787",
                "signature",
                "zL-ucjNyREiHDE8aihFwpfR9aggP2xiAo3NSpfe-p7IbCisNlDKlo7Kb6G4D0Ao2mBrSgEk4maLSdv6MLIlADQ")));

        // When
        var signed = initData.sign(TOKEN);

        // Then
        assertThat(signed).endsWith("&hash=2174df5b000556d044f3f020384e879c8efcab55ddea2ced4eb752e93e7080d6");
    }

    @Test
    void everythingThatIsNotPlainIsPercentEncoded() {
        // When
        var signed = InitData.ofUser(1, Instant.EPOCH)
                .with("start_param", "a b&c=d+e")
                .sign(TOKEN);

        // Then
        assertThat(signed).contains("&start_param=a%20b%26c%3Dd%2Be&").doesNotContain(" ", "+", "{");
    }

    @Test
    void signatureHasTheFormOfTelegrams() {
        // When
        var signed = InitData.ofUser(1, Instant.EPOCH).sign(TOKEN);

        // Then
        assertThat(signed).containsPattern("&signature=[A-Za-z0-9_-]{86}&");
    }
}
