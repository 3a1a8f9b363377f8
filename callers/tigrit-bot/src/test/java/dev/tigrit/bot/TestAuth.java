package dev.tigrit.bot;

import dev.tigrit.testkit.HttpStandIn.Answer;
import dev.tigrit.testkit.HttpStandIn.Asked;
import tools.jackson.databind.json.JsonMapper;

/** Auth's ensure-user as services/auth/openapi.yaml describes it, for a caller that may. */
public final class TestAuth {

    public static final String SECRET = "an internal secret of more than 32 bytes";

    private TestAuth() {}

    public static Answer good(Asked asked) {
        if (!asked.header("Authorization").equals("Bearer " + SECRET)) {
            return Answer.problem(401, "unauthenticated");
        }
        var id = JsonMapper.shared()
                .readTree(asked.body())
                .path("telegram_user")
                .path("id")
                .asLong();
        return new Answer(200, """
                {"user_id":"%1$d","user":{"id":"%1$d"},"game_user_id":"g-%1$d"}""".formatted(id));
    }

    public static Answer gameDown(Asked asked) {
        return Answer.problem(503, "game_unavailable");
    }
}
