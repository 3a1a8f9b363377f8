package dev.tigrit.e2e.kit.http;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A response.
 *
 * @param body as text; may be empty
 */
public record Answer(int status, String body, HttpHeaders headers) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A member of the body's object. */
    public String get(String member) {
        return json().path(member).asString();
    }

    public JsonNode json() {
        return JSON.readTree(body);
    }
}
