package dev.tigrit.sessions.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.starter.key.KeyRing;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/**
 * What stands for a session or a user in logs: 12 bytes of an HMAC under the signing key, after that key's kid. Lines about one
 * session can be matched as long as the key signs; who has only the log cannot tell whose they are.
 */
@Component
public final class References {

    private static final String NONE = "-";
    private static final int BYTES = 12;

    private final KeyRing signingKeys;
    private final Clock clock;

    public References(KeyRing signingKeys, Clock clock) {
        this.signingKeys = signingKeys;
        this.clock = clock;
    }

    String of(SessionId session) {
        return keyed("session", session.copy());
    }

    String ofUser(byte[] userRef) {
        return keyed("user", userRef);
    }

    private String keyed(String label, byte[] id) {
        var key = signingKeys.signing(clock.instant());
        if (key == null) {
            return NONE;
        }
        var mac = key.value().hmacSha256();
        // Not the label of a token, so that no reference is ever the start of a token's MAC.
        mac.update(("tigrit audit " + label + "\n").getBytes(US_ASCII));
        var reference = Arrays.copyOf(mac.doFinal(id), BYTES);
        return HexFormat.of().toHexDigits(key.kid()) + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(reference);
    }
}
