package dev.tigrit.sessions.http;

import dev.tigrit.sessions.session.UserId;
import java.net.Inet6Address;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /v1/sessions}. Limits count UTF-8 bytes.
 *
 * @param userId see {@link UserId}
 * @param ttl seconds
 * @param idleTtl seconds
 * @param device at most {@value #DEVICE_BYTES} bytes
 * @param ip literal IPv4 or IPv6 address
 * @param attributes at most {@value #ATTRIBUTES}, names of at most {@value #ATTRIBUTE_NAME_BYTES} bytes, in all at most
 *     {@value #ATTRIBUTES_BYTES} bytes
 */
record NewSession(
        String userId,
        @Nullable Long ttl,
        @Nullable Long idleTtl,
        @Nullable String device,
        @Nullable String ip,
        @Nullable Map<String, String> attributes) {

    private static final int DEVICE_BYTES = 512;
    private static final int ATTRIBUTES = 16;
    private static final int ATTRIBUTE_NAME_BYTES = 64;
    private static final int ATTRIBUTES_BYTES = 2048;

    private static final String IP_BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IP_V4 = Pattern.compile(IP_BYTE + "(\\." + IP_BYTE + "){3}");
    private static final Pattern IP_V6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    NewSession {
        if (!UserId.isValid(userId)) {
            throw new IllegalArgumentException(UserId.RULE);
        }
        if (device != null && !isBetween(device, 0, DEVICE_BYTES)) {
            throw new IllegalArgumentException("device has to be at most " + DEVICE_BYTES + " bytes of UTF-8.");
        }
        if (ip != null && !isIp(ip)) {
            throw new IllegalArgumentException("ip has to be a literal IPv4 or IPv6 address.");
        }
        if (attributes != null) {
            requireWithinLimits(attributes);
        }
    }

    /** Four decimal numbers, or RFC 4291 section 2.2 without a zone. Names are never resolved. */
    private static boolean isIp(String text) {
        return IP_V4.matcher(text).matches() || isIpV6(text);
    }

    private static boolean isIpV6(String text) {
        if (!IP_V6_CHARACTERS.matcher(text).matches() || text.indexOf(':') < 0) {
            return false;
        }
        try {
            // An IPv4-mapped address comes back as an Inet4Address, which is as good.
            return Inet6Address.ofLiteral(text).getAddress().length > 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static void requireWithinLimits(Map<String, String> attributes) {
        var total = 0;
        for (var attribute : attributes.entrySet()) {
            // JSON may say null here, whatever the type says.
            @Nullable String value = attribute.getValue();
            if (!isBetween(attribute.getKey(), 1, ATTRIBUTE_NAME_BYTES) || !isBetween(value, 0, ATTRIBUTES_BYTES)) {
                throw new IllegalArgumentException("attributes has a name that is empty or longer than "
                        + ATTRIBUTE_NAME_BYTES + " bytes, or a value that is not a string within the limit.");
            }
            total += UserId.utf8Length(attribute.getKey()) + UserId.utf8Length(value);
        }
        if (attributes.size() > ATTRIBUTES || total > ATTRIBUTES_BYTES) {
            throw new IllegalArgumentException("attributes has to be at most " + ATTRIBUTES + " members of "
                    + ATTRIBUTES_BYTES + " bytes in all.");
        }
    }

    private static boolean isBetween(@Nullable String text, int least, int most) {
        var length = UserId.utf8Length(text);
        return length >= least && length <= most;
    }
}
