package dev.tigrit.gamebackend.signin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A name by which a person recognizes the device, made from the User-Agent header: nothing but these words is ever kept. */
final class Device {

    /** Browsers name the ones they descend from as well, so the first match counts. */
    private static final List<Map.Entry<String, String>> BROWSERS = List.of(
            Map.entry("Telegram-Android", "Telegram"),
            Map.entry("Edg/", "Edge"),
            Map.entry("OPR/", "Opera"),
            Map.entry("YaBrowser/", "Yandex Browser"),
            Map.entry("Firefox/", "Firefox"),
            Map.entry("FxiOS/", "Firefox"),
            Map.entry("CriOS/", "Chrome"),
            Map.entry("Chrome/", "Chrome"),
            Map.entry("Safari/", "Safari"));

    private static final List<Map.Entry<String, String>> SYSTEMS = List.of(
            Map.entry("iPhone", "iPhone"),
            Map.entry("iPad", "iPad"),
            Map.entry("Android", "Android"),
            Map.entry("Windows", "Windows"),
            Map.entry("Macintosh", "Mac"),
            Map.entry("CrOS", "ChromeOS"),
            Map.entry("Linux", "Linux"));

    private Device() {}

    /** As "Chrome, Android"; empty when nothing is recognized. */
    static String name(@Nullable String userAgent) {
        var browser = first(BROWSERS, userAgent);
        var system = first(SYSTEMS, userAgent);
        return browser.map(name -> system.map(on -> name + ", " + on).orElse(name))
                .orElse(system.orElse(""));
    }

    private static Optional<String> first(List<Map.Entry<String, String>> names, @Nullable String userAgent) {
        return names.stream()
                .filter(entry -> userAgent != null && userAgent.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
