package dev.tigrit.auth.forwardauth;

import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.presentation.IdentityAnswer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Writes an identity as the headers that a gateway hands to what stands behind it; each of them at most once. */
final class IdentityHeaders {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private IdentityHeaders() {}

    static void write(Identity identity, HttpHeaders headers) {
        headers.set("X-User-Id", encode(identity.userId()));
        headers.set("X-Auth-Method", IdentityAnswer.name(identity.method()));
        writeKnown("X-Auth-Bot", identity.bot(), headers);
        writeKnown("X-Auth-Issuer", identity.issuer(), headers);
    }

    private static void writeKnown(String name, @Nullable String value, HttpHeaders headers) {
        if (value != null) {
            headers.set(name, encode(value));
        }
    }

    /**
     * Printable ASCII as it is, everything else and the percent sign percent-encoded as UTF-8: a foreign issuer's ids may hold
     * line feeds, and no two ids may become one header.
     */
    static String encode(String value) {
        var encoded = new StringBuilder(value.length());
        for (var octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet < 0x7f && octet != '%') {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }
}
