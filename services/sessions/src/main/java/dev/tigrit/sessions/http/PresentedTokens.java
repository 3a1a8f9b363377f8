package dev.tigrit.sessions.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;

/** Reads what a request that came through a gateway presents as its session token. */
final class PresentedTokens {

    private PresentedTokens() {}

    /** @return every different token in {@code Authorization: Bearer} and in cookies of that name */
    static Set<String> read(Function<String, List<String>> fields, String cookie) {
        var found = new HashSet<String>();
        for (var authorization : fields.apply(HttpHeaders.AUTHORIZATION)) {
            readBearer(authorization, found);
        }
        if (!cookie.isEmpty()) {
            for (var cookies : fields.apply(HttpHeaders.COOKIE)) {
                readCookies(cookies, cookie, found);
            }
        }
        return found;
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
