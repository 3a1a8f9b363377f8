package dev.tigrit.auth.forwardauth;

import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.presentation.IdentityAnswer;
import dev.tigrit.starter.gateway.HeaderText;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Writes an identity as the headers that a gateway hands to what stands behind it; each of them at most once. */
final class IdentityHeaders {

    private IdentityHeaders() {}

    static void write(Identity identity, HttpHeaders headers) {
        headers.set("X-User-Id", HeaderText.encode(identity.userId()));
        headers.set("X-Auth-Method", IdentityAnswer.name(identity.method()));
        writeKnown("X-Auth-Bot", identity.bot(), headers);
        writeKnown("X-Auth-Issuer", identity.issuer(), headers);
    }

    private static void writeKnown(String name, @Nullable String value, HttpHeaders headers) {
        if (value != null) {
            headers.set(name, HeaderText.encode(value));
        }
    }
}
