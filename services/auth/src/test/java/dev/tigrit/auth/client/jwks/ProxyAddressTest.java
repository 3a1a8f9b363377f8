package dev.tigrit.auth.client.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyAddressTest {

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example:3128,proxy.example,3128,",
        "http://proxy.example:3128/,proxy.example,3128,",
        "proxy.example:3128,proxy.example,3128,",
        "10.1.2.3:8080,10.1.2.3,8080,",
        "http://user:p%40ss@proxy.example:1,proxy.example,1,user:p@ss",
        "user:pw@proxy.example:1,proxy.example,1,user:pw",
    })
    void addressIsReadAsOtherProgramsReadIt(String text, String host, int port, String userInfo) {
        assertThat(ProxyAddress.of(text)).isEqualTo(new ProxyAddress(host, port, userInfo));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://proxy.example:1",
                "socks5://proxy.example:1",
                "proxy.example",
                "http://u:secret@proxy",
                "http://:1",
                "a b:1"
            })
    void whatIsNoAddressIsRefusedWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> ProxyAddress.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void passwordIsNotPrinted() {
        assertThat(ProxyAddress.of("http://user:secret@proxy.example:3128")).hasToString("proxy.example:3128");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                            | https://any.example/",
                "keys.example                 | https://keys.example/",
                "a.example, keys.example      | https://keys.example/",
                ".example                     | https://keys.example/",
                "*.example                    | https://keys.example/",
                "example                      | https://keys.example/",
                "KEYS.EXAMPLE                 | https://keys.example/",
                "keys.example:443             | https://keys.example/",
                "keys.example:8443            | https://keys.example:8443/",
                ".svc,.cluster.local          | http://idp.default.svc/",
                "10.0.0.0/8                   | https://10.2.3.4/",
                "127.0.0.1                    | http://127.0.0.1:9/",
                "fd00::/8                     | https://[fd12::1]/",
            })
    void hostIsExempt(String noProxy, String url) {
        assertThat(ProxyAddress.isExempt(noProxy, URI.create(url))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                           | https://keys.example/",
                "' , ,'                       | https://keys.example/",
                "eys.example                  | https://keys.example/",
                "keys.example.org             | https://keys.example/",
                "keys.example:8443            | https://keys.example/",
                "10.0.0.0/8                   | https://11.2.3.4/",
                "10.0.0.0/8                   | https://10.example/",
                "10.0.0.0/33                  | https://10.0.0.0/",
                "10.0.0.0/x                   | https://10.0.0.0/",
                "999.0.0.0/8                  | https://10.0.0.0/",
                "fd00::/8                     | https://10.0.0.0/",
            })
    void hostIsNotExempt(String noProxy, String url) {
        assertThat(ProxyAddress.isExempt(noProxy, URI.create(url))).isFalse();
    }
}
