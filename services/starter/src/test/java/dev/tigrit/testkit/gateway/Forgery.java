package dev.tigrit.testkit.gateway;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One way in which a client sends a header that only its gateway may set.
 *
 * @param lines of the request's head, without the last line's end
 * @param kind what a gateway may make of it
 */
public record Forgery(String lines, Kind kind) {

    /** Stands in every forged value, and nowhere else. */
    public static final String VALUE = "forged-by-the-client";

    /** What a name is by RFC 9110 section 5.1. */
    public enum Kind {
        /** The header itself: replaced or removed, and the request goes on. */
        SAME_NAME,
        /** Another one that CGI, WSGI or PHP hand to an application under the same name: removed, or the request is refused. */
        LOOKS_ALIKE,
        /** None at all, or one that is announced as the connection's: removed, or the request is refused. */
        MALFORMED
    }

    /** All of them for that header. */
    public static List<Forgery> of(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        var honest = name + ": " + VALUE;
        return Stream.of(
                        all(
                                Kind.SAME_NAME,
                                honest,
                                lower + ": " + VALUE,
                                name.toUpperCase(Locale.ROOT) + ":" + VALUE,
                                name + ": " + VALUE + " \t ",
                                honest + "\r\n" + lower + ": " + VALUE + "-again",
                                name + ":\r\n" + honest),
                        all(
                                Kind.LOOKS_ALIKE,
                                name.replace('-', '_') + ": " + VALUE,
                                lower.replace('-', '_') + ": " + VALUE,
                                name.replaceFirst("-", "_") + ": " + VALUE,
                                name.replaceFirst("-(?=[^-]*$)", "_") + ": " + VALUE,
                                name.replace('-', '.') + ": " + VALUE,
                                name.replaceFirst("-(?=[^-]*$)", ".") + ": " + VALUE),
                        all(
                                Kind.MALFORMED,
                                name + " : " + VALUE,
                                name + "\t: " + VALUE,
                                " " + honest,
                                name + ":\r\n " + VALUE,
                                honest + "\r\nConnection: " + name))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Forgery> all(Kind kind, String... lines) {
        return Stream.of(lines).map(each -> new Forgery(each, kind)).toList();
    }
}
