package dev.tigrit.sessions.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.key.Sha256;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header) of one caller. It is stored nowhere: its hash
 * names the replay, and a key derived from it (HKDF, RFC 5869) encrypts the token's secret there (AES-256-GCM). Whoever can read
 * the store, but does not hold the header, learns no token.
 */
public final class IdempotencyKey {

    public static final String HEADER = "Idempotency-Key";

    public static final Duration LIFE = Duration.ofMinutes(10);

    /**
     * What makes a create repeatable: named by SHA-256 over caller and key, with SHA-256 over the request and the new token's
     * secret, encrypted.
     */
    public record Replay(Sensitive name, Sensitive request, Sensitive sealed, Duration life) {}

    private static final Pattern VALID = Pattern.compile("[\\x21-\\x7e]{22,128}");
    private static final byte[] LABEL = "tigrit session create replay\n".getBytes(US_ASCII);
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final String caller;
    private final Sensitive key;

    private IdempotencyKey(String caller, Sensitive key) {
        this.caller = caller;
        this.key = key;
    }

    /**
     * @param values the lines of the header
     * @return the key, or null without one; another caller's key of the same text is another key
     * @throws ProblemException 400 when it is not 22 to 128 visible ASCII characters, or comes twice
     */
    public static @Nullable IdempotencyKey read(List<String> values, String caller) {
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 1 || !VALID.matcher(values.getFirst()).matches()) {
            throw new ProblemException(
                    RequestProblem.BAD_REQUEST, HEADER + " has to be 22 to 128 visible ASCII characters, once.");
        }
        return new IdempotencyKey(caller, Sensitive.ofUtf8(values.getFirst()));
    }

    /** What the store keeps, so that the answer to this request, with this secret of a token, can be repeated. */
    public Replay seal(byte[] request, SessionId session, Sensitive secret, SecureRandom random) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        var text = crypt(Cipher.ENCRYPT_MODE, session, nonce, secret.copy());
        var sealed =
                ByteBuffer.allocate(NONCE + text.length).put(nonce).put(text).array();
        return new Replay(name(), Sensitive.of(Sha256.of(request)), Sensitive.of(sealed), LIFE);
    }

    /** @throws StoreUnavailableException when what the store gave is not what was sealed */
    public Sensitive open(Sensitive sealed, SessionId session) {
        var bytes = sealed.copy();
        if (bytes.length <= NONCE) {
            throw new StoreUnavailableException("replay cut short");
        }
        return Sensitive.of(crypt(
                Cipher.DECRYPT_MODE,
                session,
                Arrays.copyOf(bytes, NONCE),
                Arrays.copyOfRange(bytes, NONCE, bytes.length)));
    }

    /** SHA-256 over caller and key, with what no caller's name has in between. */
    private Sensitive name() {
        return Sensitive.of(Sha256.of((caller + '\0').getBytes(UTF_8), key.copy()));
    }

    private byte[] crypt(int mode, SessionId session, byte[] nonce, byte[] input) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, encryptionKey(session), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException _) {
            throw new StoreUnavailableException("replay cannot be opened");
        }
    }

    /** The session's random part is the salt: one key is for one secret. */
    private SecretKey encryptionKey(SessionId session) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(key.copy())
                                .addSalt(session.sessionRef())
                                .thenExpand(LABEL, 32));
    }
}
