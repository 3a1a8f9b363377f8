package dev.tigrit.auth.decision;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.jwt.JwtVerifier;
import dev.tigrit.auth.telegram.InitDataVerifier;
import dev.tigrit.auth.telegram.LoginVerifier;
import java.time.Instant;

/** Credential and time in, verdict out: in memory, without a thread hop. */
public final class CredentialVerifier {

    /** Longest credential of any kind, in characters; real initData has 400 to 800, a token with many roles 9,000. */
    private static final int MAX_LENGTH = 16 * 1024;

    private final InitDataVerifier initData;
    private final LoginVerifier login;
    private final JwtVerifier jwt;

    public CredentialVerifier(InitDataVerifier initData, LoginVerifier login, JwtVerifier jwt) {
        this.initData = initData;
        this.login = login;
        this.jwt = jwt;
    }

    public Verdict verify(Credential credential, Instant now) {
        if (credential.text().length() > MAX_LENGTH) {
            return Verdict.rejected(Reason.MALFORMED);
        }
        return switch (credential) {
            case Credential.InitData(var raw, var bot) -> initData.verify(raw, bot, now);
            case Credential.Login(var raw, var bot) -> login.verify(raw, bot, now);
            case Credential.Jwt(var token) -> jwt.verify(token, now);
        };
    }
}
