package dev.tigrit.auth.jwt;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An accepted {@code iss}: exactly this text, or a template with the name of a claim in braces,
 * {@code https://login.example/{tid}/v2.0}: then that claim's value has to stand there (an issuer with one {@code iss} for each
 * tenant, as Entra ID).
 */
public final class IssuerName {

    private static final Pattern TEMPLATE = Pattern.compile("([^{}]*)\\{([^{}]+)}([^{}]*)");

    /** What may stand in a template's place: one segment of an address, never a piece of its structure. */
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

    private final String text;
    private final String before;
    private final String after;
    private final @Nullable ClaimPath claim;

    private IssuerName(String text, String before, @Nullable ClaimPath claim, String after) {
        this.text = text;
        this.before = before;
        this.claim = claim;
        this.after = after;
    }

    /** @throws IllegalArgumentException says what is wrong */
    public static IssuerName of(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty");
        }
        if (text.indexOf('{') < 0 && text.indexOf('}') < 0) {
            return new IssuerName(text, text, null, "");
        }
        var template = TEMPLATE.matcher(text);
        if (!template.matches()) {
            throw new IllegalArgumentException("may have one claim in braces, as https://login.example/{tid}/v2.0");
        }
        return new IssuerName(text, template.group(1), new ClaimPath(template.group(2)), template.group(3));
    }

    boolean isTemplate() {
        return claim != null;
    }

    String text() {
        return text;
    }

    /** Whether this is the {@code iss} of a token with these claims. */
    boolean matches(Map<String, Object> claims) {
        if (claim == null) {
            return text.equals(claims.get("iss"));
        }
        return claim.in(claims) instanceof String value
                && SEGMENT.matcher(value).matches()
                && (before + value + after).equals(claims.get("iss"));
    }
}
