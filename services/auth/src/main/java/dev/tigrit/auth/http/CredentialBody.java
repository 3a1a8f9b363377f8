package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import org.jspecify.annotations.Nullable;

/**
 * A credential in a JSON body, where Authorization is the caller's own.
 *
 * @param type telegram_init_data, telegram_login or jwt
 * @param credential as the user's client got it
 * @param bot id of the bot that Telegram's data have to be made for; any configured one when absent
 */
record CredentialBody(
        @Nullable String type,
        @Nullable String credential,
        @Nullable String bot) {

    /** @throws ProblemException 400 that says what is missing, without input in it */
    Credential toCredential() {
        if (type == null || credential == null) {
            throw malformed("type and credential are required.");
        }
        for (var method : Identity.Method.values()) {
            if (method.spelling().equals(type)) {
                return new Credential(method, credential, bot);
            }
        }
        throw malformed("type has to be telegram_init_data, telegram_login or jwt.");
    }

    static ProblemException malformed(String detail) {
        return new ProblemException(RequestProblem.BAD_REQUEST, detail);
    }

    @Override
    public String toString() {
        return "CredentialBody[" + type + ", ***]";
    }
}
