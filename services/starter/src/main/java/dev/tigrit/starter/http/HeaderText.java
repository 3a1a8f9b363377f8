package dev.tigrit.starter.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Any text as the value of a header. */
public final class HeaderText {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private HeaderText() {}

    /**
     * Printable ASCII as it is, everything else and the percent sign percent-encoded as UTF-8: a foreign issuer's ids may hold
     * line feeds, and no two ids may become one header.
     */
    public static String encode(String value) {
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
