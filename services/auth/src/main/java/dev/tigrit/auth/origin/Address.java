package dev.tigrit.auth.origin;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as 128 bits; IPv4 is in its IPv6-mapped form (RFC 4291 section 2.5.5.2), so that the two spellings of one
 * address are one.
 */
public record Address(long high, long low) {

    private static final long MAPPED = 0xffffL << 32;
    private static final int LONGEST_LITERAL = 45;

    static Address of(InetAddress address) {
        var bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address
                ? new Address(0, MAPPED | Integer.toUnsignedLong(bytes.getInt()))
                : new Address(bytes.getLong(), bytes.getLong());
    }

    /** The address that a proxy wrote, with or without a port, or null when the text is none. No name is ever looked up. */
    static @Nullable Address parse(String text) {
        var literal = withoutPort(text);
        if (literal == null || literal.length() > LONGEST_LITERAL || !isLiteral(literal)) {
            return null;
        }
        try {
            return of(InetAddress.ofLiteral(literal));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /**
     * What stands for one client: an IPv4 address, or the /64 of an IPv6 one, since a client has all addresses of its /64
     * (RFC 6177).
     */
    Address client() {
        return isIpv4() ? this : new Address(high, 0);
    }

    boolean isIpv4() {
        return high == 0 && (low & ~0xffffffffL) == MAPPED;
    }

    /** Canonical, so it carries nothing that somebody else wrote. */
    public String text() {
        var bytes = isIpv4()
                ? ByteBuffer.allocate(Integer.BYTES).putInt((int) low)
                : ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low);
        try {
            return InetAddress.getByAddress(bytes.array()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    /** {@code 192.0.2.1:80}, {@code [2001:db8::1]} and {@code [2001:db8::1]:80} are written by some proxies. */
    private static @Nullable String withoutPort(String text) {
        if (text.startsWith("[")) {
            var end = text.indexOf(']');
            return end > 0 && isPort(text.substring(end + 1)) ? text.substring(1, end) : null;
        }
        var colon = text.indexOf(':');
        if (colon < 0 || colon != text.lastIndexOf(':')) {
            return text;
        }
        return isPort(text.substring(colon)) ? text.substring(0, colon) : null;
    }

    private static boolean isPort(String text) {
        return text.isEmpty() || text.matches(":[0-9]{1,5}");
    }

    /** Four decimal numbers, or what can only be IPv6; the platform's reader takes {@code 1} and {@code fe80::1%eth0} too. */
    private static boolean isLiteral(String text) {
        return text.indexOf(':') < 0 ? text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") : text.matches("[0-9a-fA-F:.]+");
    }
}
