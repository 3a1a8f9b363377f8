package dev.tigrit.starter.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderTextTest {

    @ParameterizedTest
    @CsvSource({
        "279058397,             279058397",
        "kc:f81d4fae-7dec,      kc:f81d4fae-7dec",
        "kc:olga@example.com,   kc:olga@example.com",
        "kc:Ольга,              kc:%D0%9E%D0%BB%D1%8C%D0%B3%D0%B0",
        "kc:100%,               kc:100%25",
        "kc:%41,                kc:%2541",
        "kc:a b,                kc:a%20b"
    })
    void valueIsPrintableAsciiAndStaysOne(String userId, String header) {
        assertThat(HeaderText.encode(userId)).isEqualTo(header);
    }

    @Test
    void lineFeedMakesNoSecondHeader() {
        assertThat(HeaderText.encode("kc:1\r\nX-User-Id: 2\u0000\u007f")).isEqualTo("kc:1%0D%0AX-User-Id:%202%00%7F");
    }
}
