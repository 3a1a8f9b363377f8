package dev.tigrit.operator.bundle;

import dev.tigrit.operator.api.v1alpha1.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;

/**
 * An entry as it is sent and stored. Made once for each change of the entry, since a bundle has thousands of them.
 *
 * @param json the entry as a JSON object
 * @param digest keyed digest of what readers see, hexadecimal
 */
public record Rendered(Entry entry, SecretValue json, String digest) {

    public static Rendered of(Entry entry, SecretValue digestKey) {
        return new Rendered(entry, SecretValue.of(BundleJson.entry(entry)), digest(entry, digestKey));
    }

    private static String digest(Entry entry, SecretValue digestKey) {
        var lines = new ArrayList<String>();
        lines.add(entry.key());
        lines.add(name(entry.encoding()));
        lines.add(entry.version() + "\n" + entry.value().base64() + "\n" + entry.useAfter());
        for (var previous : entry.previous()) {
            lines.add(previous.version() + " " + previous.value().base64() + " " + previous.notAfter());
        }
        lines.add("readers " + String.join(",", entry.readers()));
        var mac = digestKey.hmacSha256();
        return HexFormat.of().formatHex(mac.doFinal(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    }

    static String name(Encoding encoding) {
        return switch (encoding) {
            case UTF8 -> "utf8";
            case BASE64 -> "base64";
        };
    }
}
