package dev.tigrit.auth.telegram;

import dev.tigrit.auth.signature.Ed25519Key;
import java.util.HexFormat;

/**
 * A public key by which Telegram signs initData for third parties (Telegram Mini Apps, "Validating data for Third-Party Use").
 */
public final class TelegramKey {

    /** Signs for the ordinary Telegram. */
    public static final TelegramKey PRODUCTION =
            ofHex("e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d");

    /** Signs for Telegram's test environment. */
    public static final TelegramKey TEST = ofHex("40055058a4ee38156a06562e52eece92a771bcd8346a8c4615cb7376eddf72ec");

    private final Ed25519Key key;

    private TelegramKey(Ed25519Key key) {
        this.key = key;
    }

    /**
     * The key with these raw bytes.
     *
     * @throws IllegalArgumentException when they are not 32 bytes in hexadecimal, or no point of the curve
     */
    public static TelegramKey ofHex(String hex) {
        return new TelegramKey(Ed25519Key.ofBytes(HexFormat.of().parseHex(hex)));
    }

    /** Whether the 64 bytes sign the message. */
    public boolean verify(byte[] message, byte[] signature) {
        return key.verify(message, signature);
    }
}
