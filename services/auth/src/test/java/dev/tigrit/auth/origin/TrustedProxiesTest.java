package dev.tigrit.auth.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private final TrustedProxies proxies = TrustedProxies.of("p", List.of("10.0.0.0/8", "fd00::/8", "192.0.2.7"));

    /** The peer, X-Forwarded-For with its lines separated by a semicolon, and the client that follows. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Nobody in between, or nobody trusted: what the client writes does not count.
                "203.0.113.9 |                                  | 203.0.113.9",
                "203.0.113.9 | 198.51.100.1                     | 203.0.113.9",
                "203.0.113.9 | 10.0.0.1                         | 203.0.113.9",
                // One proxy: the right-most address, whatever the client put before it.
                "10.0.0.1    | 198.51.100.1                     | 198.51.100.1",
                "10.0.0.1    | 1.1.1.1, 2.2.2.2,198.51.100.1    | 198.51.100.1",
                "10.0.0.1    | 10.0.0.9, 198.51.100.1           | 198.51.100.1",
                "192.0.2.7   | 198.51.100.1                     | 198.51.100.1",
                "192.0.2.8   | 198.51.100.1                     | 192.0.2.8",
                // Several proxies, several lines.
                "10.0.0.1    | 6.6.6.6, 198.51.100.1, 10.3.2.1  | 198.51.100.1",
                "10.0.0.1    | 6.6.6.6;198.51.100.1;10.3.2.1    | 198.51.100.1",
                "10.0.0.1    | 10.0.0.3, 10.0.0.2               | 10.0.0.3",
                // Garbage: the last hop that is known.
                "10.0.0.1    |                                  | 10.0.0.1",
                "10.0.0.1    | unknown                          | 10.0.0.1",
                "10.0.0.1    | 198.51.100.1, x, 10.0.0.2        | 10.0.0.2",
                "10.0.0.1    | 198.51.100.1,                    | 10.0.0.1",
                "10.0.0.1    | 1                                | 10.0.0.1",
                "10.0.0.1    | 198.51.100                       | 10.0.0.1",
                "10.0.0.1    | 198.51.100.256                   | 10.0.0.1",
                "10.0.0.1    | localhost                        | 10.0.0.1",
                "10.0.0.1    | fe80::1%eth0                     | 10.0.0.1",
                "10.0.0.1    | 198.51.100.1:999999              | 10.0.0.1",
                // Ports.
                "10.0.0.1    | 198.51.100.1:4711                | 198.51.100.1",
                "10.0.0.1    | [2001:db8:1:2:3:4:5:6]:4711      | 2001:db8:1:2:0:0:0:0",
                "10.0.0.1    | [2001:db8:1:2::6]                | 2001:db8:1:2:0:0:0:0",
                // IPv6 by its /64, IPv4 in IPv6 clothes as IPv4.
                "fd00::1     | 2001:db8:1:2:3:4:5:6             | 2001:db8:1:2:0:0:0:0",
                "fd00::1     | 2001:DB8:1:2:ffff::1             | 2001:db8:1:2:0:0:0:0",
                "2001:db8:1:2::9 | 198.51.100.1                 | 2001:db8:1:2:0:0:0:0",
                "10.0.0.1    | ::ffff:198.51.100.1              | 198.51.100.1",
                "::ffff:10.0.0.1 | 198.51.100.1                 | 198.51.100.1",
            })
    void clientIsTheRightMostAddressThatNoTrustedProxyHas(String peer, @Nullable String forwardedFor, String client)
            throws Exception {
        var lines = forwardedFor == null ? List.<String>of() : List.of(forwardedFor.split(";", -1));
        var origin = new Origin(new InetSocketAddress(InetAddress.ofLiteral(peer), 1), lines);

        assertThat(proxies.client(origin)).isNotNull().extracting(Address::text).isEqualTo(client);
    }

    @Test
    void endlessListIsReadSoFarOnly() throws Exception {
        var origin = new Origin(
                new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 1),
                List.of("198.51.100.1," + "10.0.0.2,".repeat(1_000) + "10.0.0.3"));

        assertThat(proxies.client(origin))
                .extracting(a -> a == null ? "" : a.text())
                .isEqualTo("10.0.0.2");
    }

    @Test
    void connectionWithoutAnAddressHasNoClient() {
        assertThat(proxies.client(Origin.UNKNOWN)).isNull();
        assertThat(proxies.client(new Origin(InetSocketAddress.createUnresolved("x", 1), List.of("1.1.1.1"))))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "0.0.0.0/0", "::/0", "::/129", "10/8"})
    void whatIsNoBlockIsNamed(String block) {
        assertThatThrownBy(() -> TrustedProxies.of("auth.rate-limit.trusted-proxies", List.of("10.0.0.0/8", block)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("auth.rate-limit.trusted-proxies: " + block + " is not");
    }
}
