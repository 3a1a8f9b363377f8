package dev.tigrit.auth.credential;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.initdata.InitDataVerifier;
import dev.tigrit.auth.jwt.JwtVerifier;
import dev.tigrit.auth.loginwidget.LoginVerifier;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Credential and time in, verdict out: in memory, without a thread hop. */
public final class CredentialVerifier {

    private final InitDataVerifier initData;
    private final LoginVerifier login;
    private final @Nullable JwtVerifier jwt;

    public CredentialVerifier(InitDataVerifier initData, LoginVerifier login, @Nullable JwtVerifier jwt) {
        this.initData = initData;
        this.login = login;
        this.jwt = jwt;
    }

    public Verdict verify(Credential credential, Instant now) {
        return switch (credential) {
            case Credential.InitData(var raw, var bot) -> initData.verify(raw, bot, now);
            case Credential.Login(var raw, var bot) -> login.verify(raw, bot, now);
            case Credential.Jwt(var token) -> jwt == null ? Verdict.rejected(Reason.ISSUER) : jwt.verify(token, now);
        };
    }
}
