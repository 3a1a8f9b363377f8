package dev.tigrit.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.testkit.gateway.Forgery.Kind;
import dev.tigrit.testkit.gateway.RawHttp.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A gateway that asks before it passes a request on to an {@link EchoApplication}, and what it owes to it.
 *
 * @param address where it listens
 * @param host whose requests are for the application
 * @param credential a header's line that lets through
 * @param identity the headers that the application gets with it; with an empty value, none or an empty one
 */
public record Gateway(InetSocketAddress address, String host, String credential, Map<String, String> identity) {

    /** One for all hostnames of a port of this machine. */
    public static Gateway at(int port, String credential, Map<String, String> identity) {
        return new Gateway(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "localhost", credential, identity);
    }

    /** The application learns who it is, and knows nobody when there is no good credential. */
    public void tellsTheApplicationWhoItIs() throws IOException {
        var answer = get(credential);

        assertThat(answer.status()).isEqualTo(200);
        assertIdentity(answer, "no forgery");
    }

    /** Without a good credential nobody reaches the application, whatever identity they claim. */
    public void keepsOutWhoHasNoCredential() throws IOException {
        assertThat(get("Accept: */*").status()).isEqualTo(401);
        for (var name : identity.keySet()) {
            for (var forgery : Forgery.of(name)) {
                assertThat(get(forgery.lines()).status()).as(forgery.lines()).isIn(400, 401);
            }
        }
    }

    /** With a good credential a client is who it is, whatever identity it claims. */
    public void letsNoForgedIdentityThrough() throws IOException {
        letsNoForgedIdentityThrough(EnumSet.allOf(Kind.class));
    }

    /** As {@link #letsNoForgedIdentityThrough()}, for gateways that know only some kinds. */
    public void letsNoForgedIdentityThrough(Set<Kind> kinds) throws IOException {
        for (var name : identity.keySet()) {
            for (var forgery : Forgery.of(name)) {
                if (kinds.contains(forgery.kind())) {
                    tryOut(forgery);
                }
            }
        }
    }

    private void tryOut(Forgery forgery) throws IOException {
        // Before and after the credential: some take the first of two headers, some the last.
        for (var lines : List.of(credential + "\r\n" + forgery.lines(), forgery.lines() + "\r\n" + credential)) {
            var answer = get(lines);
            if (forgery.kind() == Kind.SAME_NAME) {
                assertThat(answer.status()).as(lines).isEqualTo(200);
            } else {
                // 401 where a line that begins with a space became the end of the credential.
                assertThat(answer.status()).as(lines).isIn(200, 400, 401);
            }
            if (answer.status() == 200) {
                assertIdentity(answer, forgery.lines());
            }
        }
    }

    private void assertIdentity(Answer answer, String forgery) {
        identity.forEach((name, value) -> {
            var values = answer.body()
                    .lines()
                    .skip(1)
                    .filter(line -> folded(line).startsWith(folded(name) + ":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .toList();
            assertThat(values)
                    .as("%s after %s in %s", name, forgery, answer.body())
                    .isIn(value.isEmpty() ? List.of(List.of(), List.of("")) : List.of(List.of(value)));
        });
    }

    /** Names that an application may not tell apart are one. */
    private static String folded(String line) {
        return line.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9:]", "-")
                .replaceAll("-+:", ":");
    }

    private Answer get(String lines) throws IOException {
        try (var http = new RawHttp(address)) {
            http.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n" + lines + "\r\n\r\n");
            return http.receive();
        }
    }
}
