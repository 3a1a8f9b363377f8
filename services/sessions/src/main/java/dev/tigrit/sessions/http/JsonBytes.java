package dev.tigrit.sessions.http;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** JSON that is written token by token. */
public final class JsonBytes {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonBytes() {}

    /** @param usualSize size hint in bytes, not a limit */
    public static byte[] write(int usualSize, Consumer<JsonGenerator> document) {
        var out = new ByteArrayOutputStream(usualSize);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            document.accept(json);
        }
        return out.toByteArray();
    }
}
