package dev.tigrit.auth.decision;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Identity.Method;
import dev.tigrit.auth.identity.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever comes in, there is a verdict and no exception; and what is accepted was signed, says an independent reader. Without
 * JAZZER_FUZZ=1 only the saved inputs run.
 */
class CredentialFuzzTest {

    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final Instant NOW = Instant.ofEpochSecond(1_733_584_847);
    private static final Collection<String> BOT_TOKENS = botTokens();
    private static final Oracle ORACLE = new Oracle(BOT_TOKENS, SECRET);
    private static final CredentialVerifier VERIFIER = TestVerifier.of(BOT_TOKENS, SECRET, Duration.ofDays(36_500));

    @FuzzTest
    void initDataIsAcceptedOnlyWhenSigned(byte[] input) {
        checkInitData(new String(input, ISO_8859_1));
    }

    /** Behind the signature: fields of the fuzzer's choice, rightly signed. */
    @FuzzTest
    void signedInitDataHasOneReading(byte[] input) {
        checkInitData(ORACLE.signWebApp(new String(input, ISO_8859_1)));
    }

    @FuzzTest
    void loginIsAcceptedOnlyWhenSigned(byte[] input) {
        var raw = new String(input, ISO_8859_1);
        if (VERIFIER.verify(new Credential(Method.TELEGRAM_LOGIN, raw, null), NOW)
                instanceof Verdict.Accepted(var identity)) {
            assertThat(ORACLE.signedLogin(raw)).isTrue();
            assertThat(identity.userId()).isEqualTo(Oracle.fields(raw).get("id"));
            assertThat(identity.method()).isEqualTo(Identity.Method.TELEGRAM_LOGIN);
        }
    }

    @FuzzTest
    void jwtIsAcceptedOnlyWhenSigned(byte[] input) {
        checkJwt(new String(input, ISO_8859_1));
    }

    /** Behind the signature: a header line and claims of the fuzzer's choice. */
    @FuzzTest
    void signedJwtHasOneReading(byte[] input) {
        var text = new String(input, ISO_8859_1);
        var end = Math.max(0, text.indexOf('\n'));
        checkJwt(ORACLE.signJwt(
                text.substring(0, end).getBytes(ISO_8859_1), text.substring(end).getBytes(ISO_8859_1)));
    }

    private static void checkInitData(String raw) {
        if (VERIFIER.verify(new Credential(Method.TELEGRAM_INIT_DATA, raw, null), NOW)
                instanceof Verdict.Accepted(var identity)) {
            var fields = Oracle.fields(raw);
            assertThat(ORACLE.signedWebApp(raw)).isTrue();
            assertThat(identity.userId())
                    .isEqualTo(Oracle.json(fields.getOrDefault("user", "{}"))
                            .get("id")
                            .asString());
            assertThat(Objects.requireNonNull(identity.issuedAt()).getEpochSecond())
                    .isEqualTo(Long.parseLong(fields.getOrDefault("auth_date", "")))
                    .isLessThanOrEqualTo(NOW.getEpochSecond() + 60);
            assertThat(fields.keySet()).allMatch(name -> name.matches("[A-Za-z0-9_]+"));
            // What would merge two lines of the data-check-string.
            assertThat(String.join("", fields.values())).doesNotContain("\n", "\0");
        }
    }

    private static void checkJwt(String token) {
        if (VERIFIER.verify(new Credential(Method.JWT, token, null), NOW) instanceof Verdict.Accepted(var identity)) {
            var claims = Oracle.claims(token);
            assertThat(ORACLE.signedJwt(token)).isTrue();
            assertThat(token).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{43}");
            assertThat(identity.userId())
                    .isEqualTo(TestVerifier.ISSUER + ":" + claims.get("sub").asString());
            assertThat(claims.get("exp").asDouble()).isGreaterThan((double) NOW.getEpochSecond());
            // An answer has to be able to say it.
            assertThat(new String(identity.userId().getBytes(UTF_8), UTF_8)).isEqualTo(identity.userId());
        }
    }

    private static Collection<String> botTokens() {
        try (InputStream file = CredentialFuzzTest.class.getResourceAsStream("/auth-vectors.json")) {
            var tokens = new LinkedHashSet<String>();
            for (var vector :
                    JsonMapper.shared().readTree(Objects.requireNonNull(file)).get("vectors")) {
                var parts = vector.path("bot_token");
                if (parts.isArray()) {
                    tokens.add(parts.get(0).asString() + ":" + parts.get(1).asString());
                }
            }
            return tokens;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
