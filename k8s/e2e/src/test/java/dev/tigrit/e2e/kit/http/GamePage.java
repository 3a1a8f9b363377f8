package dev.tigrit.e2e.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.e2e.kit.cluster.Platform;
import java.net.http.HttpRequest.BodyPublishers;

/** The Game's page as a browser uses it, by one signed-in person. */
public record GamePage(String cookie) {

    private static final String ORIGIN = "http://game.localhost";

    public static GamePage signIn(String person) {
        var answer = Http.send(Http.json(
                Http.at("game", "/v1/sign-in").header("Origin", ORIGIN),
                "{\"init_data\":\"" + Credentials.initData(Platform.BOT_TOKEN, person) + "\"}"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return new GamePage(
                answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", ""));
    }

    public Answer get(String path) {
        return Http.send(Http.at("game", path).header("Cookie", cookie));
    }

    public Answer post(String path) {
        return Http.send(Http.at("game", path)
                .header("Origin", ORIGIN)
                .header("Cookie", cookie)
                .POST(BodyPublishers.noBody()));
    }
}
