package dev.tigrit.auth.client.jwks;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** Blocks of IP addresses, {@code 10.0.0.0/8} (RFC 4632 section 3.1). No name is ever resolved. */
final class AddressBlock {

    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*");

    private AddressBlock() {}

    /** Whether the host is an address inside the block; false when either is none. */
    static boolean covers(String block, String host) {
        var slash = block.indexOf('/');
        var address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (slash < 0 || !isLiteral(block.substring(0, slash)) || !isLiteral(address)) {
            return false;
        }
        try {
            var first = InetAddress.ofLiteral(block.substring(0, slash)).getAddress();
            var one = InetAddress.ofLiteral(address).getAddress();
            return first.length == one.length && startsAlike(first, one, Integer.parseInt(block.substring(slash + 1)));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isLiteral(String text) {
        return LITERAL.matcher(text).matches();
    }

    private static boolean startsAlike(byte[] some, byte[] other, int bits) {
        if (bits < 0 || bits > 8 * some.length) {
            return false;
        }
        for (var bit = 0; bit < bits; bit++) {
            var mask = 0x80 >> (bit % 8);
            if ((some[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
