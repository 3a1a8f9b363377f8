package dev.tigrit.auth.credential;

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
            case "tma" -> new Found(new Credential.InitData(credential, null));
            case "bearer" -> new Found(new Credential.Jwt(credential));
            default -> new Missing();
        };
    }
}
