package dev.tigrit.gamebackend.signin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A name by which a person recognizes the device, made from the User-Agent header: nothing but these words is ever kept. */
final class Device {

    /** Browsers name the ones they descend from as well, so the first match counts. */
    private static final Map<String, String> BROWSERS = ordered(
            "Telegram-Android",
            "Telegram",
            "Edg/",
            "Edge",
            "OPR/",
            "Opera",
            "YaBrowser/",
            "Yandex Browser",
            "Firefox/",
            "Firefox",
            "FxiOS/",
            "Firefox",
            "CriOS/",
            "Chrome",
            "Chrome/",
            "Chrome",
            "Safari/",
            "Safari");

    private static final Map<String, String> SYSTEMS = ordered(
            "iPhone",
            "iPhone",
            "iPad",
            "iPad",
            "Android",
            "Android",
            "Windows",
            "Windows",
            "Macintosh",
            "Mac",
            "CrOS",
            "ChromeOS",
            "Linux",
            "Linux");

    private Device() {}

    /** As "Chrome, Android"; empty when nothing is recognized. */
    static String name(@Nullable String userAgent) {
        var browser = first(BROWSERS, userAgent);
        var system = first(SYSTEMS, userAgent);
        return browser.map(name -> system.map(on -> name + ", " + on).orElse(name))
                .orElse(system.orElse(""));
    }

    private static Optional<String> first(Map<String, String> names, @Nullable String userAgent) {
        return names.entrySet().stream()
                .filter(entry -> userAgent != null && userAgent.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Map<String, String> ordered(String... pairs) {
        var map = new LinkedHashMap<String, String>();
        for (var i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
