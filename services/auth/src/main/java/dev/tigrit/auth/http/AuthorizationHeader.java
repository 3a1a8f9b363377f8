package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads the user's credential from {@code Authorization}: {@code tma <initData>} or {@code Bearer <jwt>}. */
public sealed interface AuthorizationHeader {

    /** One credential. */
    record Found(Credential credential) implements AuthorizationHeader {}

    /** No header, or a scheme that carries no user credential. */
    record Missing() implements AuthorizationHeader {}

    /** More than one header: which one another reader would take is not known. */
    record Ambiguous() implements AuthorizationHeader {}

    /**
     * What the header lines say.
     *
     * @param values of every Authorization line of the request
     */
    static AuthorizationHeader read(List<String> values) {
        if (values.size() > 1) {
            return new Ambiguous();
        }
        var value = values.isEmpty() ? "" : values.getFirst();
        var space = value.indexOf(' ');
        var scheme = space < 0 ? "" : value.substring(0, space).toLowerCase(Locale.ROOT);
        var credential = value.substring(space + 1).strip();
        return switch (scheme) {
            case "tma" -> new Found(new Credential.InitData(utf8(credential), null));
            case "bearer" -> new Found(new Credential.Jwt(credential));
            default -> new Missing();
        };
    }

    /** The server reads header bytes as ISO 8859-1. What is not percent-encoded was sent as UTF-8. */
    static String utf8(String header) {
        if (header.getBytes(StandardCharsets.UTF_8).length == header.length()) {
            return header;
        }
        var bytes = header.getBytes(StandardCharsets.ISO_8859_1);
        var text = new String(bytes, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) ? text : header;
    }
}
