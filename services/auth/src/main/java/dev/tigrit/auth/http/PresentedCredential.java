package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import dev.tigrit.auth.identity.AuthProblem;
import dev.tigrit.auth.identity.Identity.Method;
import dev.tigrit.starter.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the user's credential in a request. With a body Authorization is the caller's own, so the body alone counts; without one
 * it is the user's: {@code tma <initData>} or {@code Bearer <jwt>}.
 */
public final class PresentedCredential {

    /** A credential has at most 16 KB, and a form needs up to three characters for one of them, beside names and other members. */
    static final int MAX_BODY = 64 * 1024;

    private PresentedCredential() {}

    /** The credential in Authorization; fails with 401 when there is none, and with 400 when there are several. */
    public static Credential inHeader(List<String> authorization) {
        var found = find(authorization, () -> CredentialBody.malformed("There is more than one Authorization header."));
        if (found == null) {
            throw AuthProblem.missing();
        }
        return found;
    }

    /**
     * The same, or null without a header or for a scheme that carries no user credential.
     *
     * @param severalLines the problem of more than one: which of them another reader would take is not known
     */
    static @Nullable Credential find(List<String> authorization, Supplier<ProblemException> severalLines) {
        if (authorization.size() > 1) {
            throw severalLines.get();
        }
        var value = authorization.isEmpty() ? "" : authorization.getFirst();
        var space = value.indexOf(' ');
        var scheme = space < 0 ? "" : value.substring(0, space).toLowerCase(Locale.ROOT);
        var credential = value.substring(space + 1).strip();
        return switch (scheme) {
            case "tma" -> initData(credential);
            case "bearer" -> new Credential(Method.JWT, credential, null);
            default -> null;
        };
    }

    /** The server reads header bytes as ISO 8859-1. What is not percent-encoded was sent as UTF-8. */
    static Credential initData(String header) {
        var text = header;
        if (header.getBytes(StandardCharsets.UTF_8).length != header.length()) {
            var bytes = header.getBytes(StandardCharsets.ISO_8859_1);
            var decoded = new String(bytes, StandardCharsets.UTF_8);
            text = Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), bytes) ? decoded : header;
        }
        return new Credential(Method.TELEGRAM_INIT_DATA, text, null);
    }
}
