package dev.tigrit.bench.kernels;

import dev.tigrit.bench.server.Credentials;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Tokens of Sessions, before the store is asked. */
@State(Scope.Benchmark)
public class TokenKernels {

    private final SecureRandom random = new SecureRandom();
    private KeyVersion key;
    private Tokens tokens;
    private Sensitive secret;
    private SessionId session;
    private String genuine;
    private String forged;

    @Setup
    public void issue() {
        key = KeyVersion.of(1, Sensitive.ofUtf8("only-for-measuring-session-0123456789-abcdef"), Instant.EPOCH, null);
        tokens = new Tokens(KeyRing.of(List.of(key)), Duration.ofMinutes(1));
        session = SessionId.create("279058397", random);
        secret = Tokens.newSecret(random);
        genuine = issued();
        forged = Credentials.forged(genuine);
    }

    @Benchmark
    public String issued() {
        return tokens.issue(key, session, secret, Instant.now().plus(Duration.ofDays(1)));
    }

    @Benchmark
    public Tokens.Check genuine() {
        return checked(genuine, Tokens.Check.Genuine.class);
    }

    @Benchmark
    public Tokens.Check forged() {
        return checked(forged, Tokens.Check.Refused.class);
    }

    private Tokens.Check checked(String token, Class<?> expected) {
        var check = tokens.check(token, Instant.now());
        if (!expected.isInstance(check)) {
            throw new IllegalStateException(check + " instead of " + expected.getSimpleName());
        }
        return check;
    }
}
