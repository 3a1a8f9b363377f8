package dev.tigrit.auth.origin;

import org.jspecify.annotations.Nullable;

/**
 * A block of addresses in CIDR notation (RFC 4632).
 *
 * @param bits leading bits that count, of 128; an IPv4 block counts from 96 on
 */
record Network(Address address, int bits) {

    /** The block, or null when the text is none. One address alone is a block too; the one of all addresses is not. */
    static @Nullable Network parse(String text) {
        var slash = text.indexOf('/');
        var address = Address.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        var width = address.isIpv4() ? 32 : 128;
        var length = slash < 0 ? width : length(text.substring(slash + 1));
        return length < 1 || length > width ? null : new Network(address, 128 - width + length);
    }

    boolean contains(Address other) {
        var highMask = bits >= Long.SIZE ? -1L : -1L << (Long.SIZE - bits);
        var lowMask = bits <= Long.SIZE ? 0L : -1L << (2 * Long.SIZE - bits);
        return ((address.high() ^ other.high()) & highMask) == 0 && ((address.low() ^ other.low()) & lowMask) == 0;
    }

    private static int length(String digits) {
        return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
    }
}
