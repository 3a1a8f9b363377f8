package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import dev.tigrit.auth.http.AuthorizationHeader.Ambiguous;
import dev.tigrit.auth.http.AuthorizationHeader.Found;
import dev.tigrit.auth.http.AuthorizationHeader.Missing;
import org.springframework.http.HttpHeaders;

/** Finds the credential among the headers that a gateway passes on. */
final class GatewayCredential {

    /** For gateways that keep Authorization for themselves. */
    static final String INIT_DATA = "X-Telegram-Init-Data";

    private GatewayCredential() {}

    /** Two credentials that differ are ambiguous: who set which is not known. */
    static AuthorizationHeader read(HttpHeaders headers) {
        var authorization = AuthorizationHeader.read(headers.getOrEmpty(HttpHeaders.AUTHORIZATION));
        var initData = headers.getOrEmpty(INIT_DATA);
        if (initData.isEmpty()) {
            return authorization;
        }
        if (initData.size() > 1) {
            return new Ambiguous();
        }
        var found = new Found(new Credential.InitData(
                AuthorizationHeader.utf8(initData.getFirst().strip()), null));
        return switch (authorization) {
            case Missing _ -> found;
            case Found other -> other.equals(found) ? found : new Ambiguous();
            case Ambiguous ambiguous -> ambiguous;
        };
    }
}
