package dev.tigrit.sessions.http;

import java.util.HashSet;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/** What a request that came through a gateway presents as its session token. */
sealed interface PresentedToken {

    /** Nothing is presented. */
    record Missing() implements PresentedToken {}

    record Found(String text) implements PresentedToken {

        @Override
        public String toString() {
            return "***";
        }
    }

    /** Two that differ: who set which is not known, so neither counts. */
    record Ambiguous() implements PresentedToken {}

    /** Other schemes than Bearer and other cookies are not ours to judge. */
    static PresentedToken read(HttpHeaders headers, String cookie) {
        var found = new HashSet<String>();
        for (var authorization : headers.getOrEmpty(HttpHeaders.AUTHORIZATION)) {
            readBearer(authorization, found);
        }
        if (!cookie.isEmpty()) {
            for (var cookies : headers.getOrEmpty(HttpHeaders.COOKIE)) {
                readCookies(cookies, cookie, found);
            }
        }
        return switch (found.size()) {
            case 0 -> new Missing();
            case 1 -> new Found(found.iterator().next());
            default -> new Ambiguous();
        };
    }

    private static void readBearer(String authorization, Set<String> found) {
        var scheme = "Bearer ";
        if (authorization.regionMatches(true, 0, scheme, 0, scheme.length())) {
            found.add(authorization.substring(scheme.length()).strip());
        }
    }

    private static void readCookies(String cookies, String name, Set<String> found) {
        for (var pair : cookies.split(";", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                found.add(pair.substring(equals + 1).strip());
            }
        }
    }
}
