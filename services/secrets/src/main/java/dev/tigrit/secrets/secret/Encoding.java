package dev.tigrit.secrets.secret;

import java.util.Locale;

/** How the bytes of a value are written in JSON; stated by the owner, never guessed. */
public enum Encoding {
    /** The bytes are UTF-8 text, and the JSON string is that text. */
    UTF8,
    /** The JSON string is the standard base64 of the bytes, padded (RFC 4648 section 4). */
    BASE64;

    /** The name in the contract. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
