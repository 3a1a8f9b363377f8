package dev.tigrit.auth.http;

import dev.tigrit.auth.identity.Identity;
import dev.tigrit.starter.http.HeaderText;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Writes an identity as the headers that a gateway hands to what stands behind it. All of them, empty when unknown: several gateways
 * replace only what the answer has, and a client may have sent one of its own.
 */
final class IdentityHeaders {

    private IdentityHeaders() {}

    static void write(Identity identity, HttpHeaders headers) {
        headers.set("X-User-Id", HeaderText.encode(identity.userId()));
        headers.set("X-Auth-Method", IdentityAnswer.name(identity.method()));
        headers.set("X-Auth-Bot", encode(identity.bot()));
        headers.set("X-Auth-Issuer", encode(identity.issuer()));
    }

    private static String encode(@Nullable String value) {
        return value == null ? "" : HeaderText.encode(value);
    }
}
