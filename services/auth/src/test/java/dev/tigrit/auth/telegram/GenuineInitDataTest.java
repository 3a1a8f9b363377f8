package dev.tigrit.auth.telegram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.auth.decision.Credential;
import dev.tigrit.auth.decision.CredentialVerifier;
import dev.tigrit.auth.decision.TestVerifier;
import dev.tigrit.auth.http.PresentedCredential;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Identity.Method;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People with unusual names, and clients that leave members empty. */
class GenuineInitDataTest {

    private static final String TOKEN = "4200000042:a-token-that-no-bot-has-ever-had-at-all";
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final CredentialVerifier VERIFIER =
            TestVerifier.of(List.of(TOKEN), "a secret of exactly thirty-two b", Duration.ofDays(1));

    /** «Оля» in UTF-8, decoded by somebody as Latin-1. */
    private static final String MISREAD = new String("Оля".getBytes(UTF_8), ISO_8859_1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u007f",
                "\u0080",
                "\u0085",
                "\u009f",
                "\u00a0",
                "\u00ad",
                "\u061c",
                "\u200b",
                "\u200d",
                "\u2028",
                "\u202e",
                "\u2066",
                "\ufeff",
                "\ufffd",
                "\ufffe",
                "\ue000",
                "\ud83d\ude00",
                "\udb40\udc41",
                "e\u0301"
            })
    void nameWithThatCharacterIsAPersonsHoweverItIsSent(String character) {
        for (var name : new String[] {character, "a" + character + "b", MISREAD + character}) {
            var encoded = signed(name);
            var raw = encoded.replace(URLEncoder.encode(name, UTF_8), name);

            assertThat(raw).contains(name);
            assertThat(firstName(encoded)).isEqualTo(name);
            assertThat(firstName(raw)).isEqualTo(name);
            assertThat(identity(raw).signedDigest()).isEqualTo(identity(encoded).signedDigest());
        }
    }

    @Test
    void rawNameInAHeaderArrivesAsTheBytesThatWereSent() {
        var raw = signed(MISREAD).replace(URLEncoder.encode(MISREAD, UTF_8), MISREAD);
        var header = "tma " + new String(raw.getBytes(UTF_8), ISO_8859_1);

        assertThat(PresentedCredential.inHeader(List.of(header)))
                .isEqualTo(new Credential(Method.TELEGRAM_INIT_DATA, raw, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", "\r", "\u0001", "\u001b", "\u007f", "\u0085"})
    void otherControlCharactersAreDataInAnySignedValue(String control) {
        var fields = Map.of("auth_date", "1700000000", "start_param", "a" + control + "b", "user", "{\"id\":7}");

        assertThat(verify(TestInitData.of(TOKEN, fields))).isInstanceOf(Verdict.Accepted.class);
        assertThat(verify(TestInitData.of(TOKEN + "x", fields))).isEqualTo(Verdict.rejected(Reason.HASH_INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\0", "\r\n", "\u0085\n"})
    void lineFeedAndNulAreRefusedThoughSigned(String control) {
        var fields = Map.of("auth_date", "1700000000", "start_param", "a" + control + "b", "user", "{\"id\":7}");

        assertThat(verify(TestInitData.of(TOKEN, fields))).isEqualTo(Verdict.rejected(Reason.MALFORMED));
    }

    @Test
    void halfACharacterIsNoText() {
        var raw = signed("a");

        assertThat(verify(raw + "&b=\ud83d")).isEqualTo(Verdict.rejected(Reason.MALFORMED));
        assertThat(verify(raw + "&b=\ude00")).isEqualTo(Verdict.rejected(Reason.MALFORMED));
        assertThat(verify(raw + "&b=\ud83d&c=\ude00")).isEqualTo(Verdict.rejected(Reason.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "last_name",
                "username",
                "language_code",
                "photo_url",
                "is_premium",
                "first_name",
                "added_to_attachment_menu"
            })
    void optionalMemberThatIsNullIsAbsent(String member) {
        assertThat(verify(ofUser("{\"id\":7,\"" + member + "\":null}"))).isInstanceOf(Verdict.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":null}",
                "{\"id\":7,\"username\":5}",
                "{\"id\":7,\"is_premium\":\"true\"}",
                "{\"id\":7,\"username\":{}}",
                "null"
            })
    void memberOfAnotherTypeIsNoUser(String user) {
        assertThat(verify(ofUser(user))).isEqualTo(Verdict.rejected(Reason.USER_INVALID));
    }

    @Test
    void credentialHasALengthLimitOfItsOwn() {
        var fits = TestInitData.of(
                TOKEN, Map.of("auth_date", "1700000000", "user", "{\"id\":7}", "a", "b".repeat(16_000)));
        var tooLong = TestInitData.of(
                TOKEN, Map.of("auth_date", "1700000000", "user", "{\"id\":7}", "a", "b".repeat(16_384)));

        assertThat(verify(fits)).isInstanceOf(Verdict.Accepted.class);
        assertThat(verify(tooLong)).isEqualTo(Verdict.rejected(Reason.MALFORMED));
    }

    private static String signed(String firstName) {
        return ofUser("{\"id\":7,\"first_name\":\"" + firstName + "\"}");
    }

    private static String ofUser(String user) {
        return TestInitData.of(TOKEN, Map.of("auth_date", "1700000000", "user", user));
    }

    private static Verdict verify(String initData) {
        return VERIFIER.verify(new Credential(Method.TELEGRAM_INIT_DATA, initData, null), NOW);
    }

    private static Identity identity(String initData) {
        return ((Verdict.Accepted) verify(initData)).identity();
    }

    private static @Nullable String firstName(String initData) {
        return identity(initData).user().firstName();
    }
}
