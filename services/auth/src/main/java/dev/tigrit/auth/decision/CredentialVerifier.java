package dev.tigrit.auth.decision;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.jwt.JwtVerifier;
import dev.tigrit.auth.telegram.TelegramVerifier;
import java.time.Instant;

/** Credential and time in, verdict out: in memory, without a thread hop. */
public final class CredentialVerifier {

    /** Longest credential of any kind, in characters; real initData has 400 to 800, a token with many roles 9,000. */
    private static final int MAX_LENGTH = 16 * 1024;

    private final TelegramVerifier telegram;
    private final JwtVerifier jwt;

    public CredentialVerifier(TelegramVerifier telegram, JwtVerifier jwt) {
        this.telegram = telegram;
        this.jwt = jwt;
    }

    public Verdict verify(Credential credential, Instant now) {
        var text = credential.text();
        if (text.length() > MAX_LENGTH) {
            return Verdict.rejected(Reason.MALFORMED);
        }
        return switch (credential.method()) {
            case TELEGRAM_INIT_DATA, TELEGRAM_LOGIN ->
                telegram.verify(credential.method(), text, credential.bot(), now);
            case JWT -> jwt.verify(text, now);
        };
    }
}
