package dev.tigrit.gamebackend.page;

import dev.tigrit.starter.http.Methods;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.HtmlUtils;

@Configuration(proxyBeanMethods = false)
record PageRoutes(Properties properties, DevelopmentRoutes.Properties development) {

    private static final HttpMethod[] METHODS = {HttpMethod.GET, HttpMethod.HEAD};
    private static final MediaType SCRIPT = new MediaType("text", "javascript", StandardCharsets.UTF_8);
    private static final MediaType STYLE = new MediaType("text", "css", StandardCharsets.UTF_8);
    private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);
    private static final MediaType SVG = new MediaType("image", "svg+xml");

    @Bean
    RouterFunction<ServerResponse> page() throws IOException {
        var html = read("index.html")
                .replace("{{sign-in}}", development.botToken() != null ? "development" : "telegram")
                .replace("{{bot}}", HtmlUtils.htmlEscape(properties.bot()));
        return RouterFunctions.route()
                .route(RequestPredicates.methods(METHODS).and(RequestPredicates.path("/")), file(HTML, html))
                .GET("/app.js", file(SCRIPT, read("app.js")))
                .GET("/texts.js", file(SCRIPT, read("texts.js")))
                .GET("/app.css", file(STYLE, read("app.css")))
                .GET("/icon.svg", file(SVG, read("icon.svg")))
                .filter(safeToShow())
                .route(RequestPredicates.path("/"), Methods.only(METHODS))
                .build();
    }

    private HandlerFilterFunction<ServerResponse, ServerResponse> safeToShow() {
        var policy = properties.toContentSecurityPolicy();
        return (request, next) -> {
            var headers = request.exchange().getResponse().getHeaders();
            headers.set("Content-Security-Policy", policy);
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Strict-Transport-Security", "max-age=31536000");
            headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
            return next.handle(request);
        };
    }

    private static HandlerFunction<ServerResponse> file(MediaType type, String text) {
        return _ -> ServerResponse.ok().contentType(type).bodyValue(text);
    }

    private static String read(String name) throws IOException {
        return new ClassPathResource("page/" + name).getContentAsString(StandardCharsets.UTF_8);
    }

    /**
     * @param frameAncestors sites that may show the page in a frame: Telegram's web client
     * @param bot the name of the bot that the Mini App belongs to, for a link; empty: no link
     */
    @ConfigurationProperties("game.page")
    record Properties(
            @DefaultValue("https://web.telegram.org") List<String> frameAncestors,
            @DefaultValue("") String bot) {

        /** Content Security Policy Level 3: nothing but the page's own files, and Telegram's script. */
        String toContentSecurityPolicy() {
            return String.join(
                    "; ",
                    "default-src 'none'",
                    "script-src 'self' https://telegram.org/js/telegram-web-app.js",
                    "style-src 'self'",
                    "img-src 'self'",
                    "connect-src 'self'",
                    "base-uri 'none'",
                    "form-action 'none'",
                    "frame-ancestors 'self' " + String.join(" ", frameAncestors));
        }
    }
}
