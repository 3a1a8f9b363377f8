package dev.tigrit.starter.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parsers for JSON from outside (RFC 8259). All of them refuse duplicate members at any depth, more than {@value #MAX_DEPTH}
 * levels, numbers of more than {@value #MAX_NUMBER_LENGTH} characters, and bytes that are not UTF-8. What follows the document is
 * for the reader of the tokens to refuse; the mapper does it.
 */
public final class StrictJson {

    static final int MAX_DEPTH = 16;
    static final int MAX_NUMBER_LENGTH = 64;

    /** A bundle of 16,384 keys, each with 64 readers and four previous values, has two million; they are held in memory. */
    static final long MAX_TOKENS_OF_SECRETS = 3_000_000;

    private static final int CHECKED_CHARS = 1024;

    private static final JsonFactory FACTORY = strict().build();

    /** For a reader that finds duplicates itself, when it puts the members into a map. */
    private static final JsonFactory OF_MAPS =
            strict().disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final JsonFactory UNPOOLED = strict(MAX_TOKENS_OF_SECRETS)
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    private StrictJson() {}

    private static JsonFactoryBuilder strict() {
        return strict(StreamReadConstraints.DEFAULT_MAX_TOKEN_COUNT);
    }

    private static JsonFactoryBuilder strict(long mostTokens) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxTokenCount(mostTokens)
                        .build());
    }

    /** A parser of these bytes; throws when they are not UTF-8. */
    public static JsonParser parser(byte[] json) {
        return parser(FACTORY, json);
    }

    /** The same for a document with secrets: no buffer with a part of it is used again for another one. */
    public static JsonParser parserOfSecrets(byte[] json) {
        return parser(UNPOOLED, json);
    }

    static JsonParser parserOfMaps(byte[] json) {
        return parser(OF_MAPS, json);
    }

    /** The same for text that was decoded already. */
    static JsonParser parserOfMaps(String json) {
        return OF_MAPS.createParser(ObjectReadContext.empty(), json);
    }

    /** A mapper with the same rules. Its input has to pass {@link #isUtf8} first. */
    public static JsonMapper.Builder mapper() {
        return JsonMapper.builder(FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    private static JsonParser parser(JsonFactory factory, byte[] json) {
        if (!isUtf8(json)) {
            throw new StreamReadException("not UTF-8");
        }
        return factory.createParser(ObjectReadContext.empty(), json);
    }

    /**
     * Whether these bytes are UTF-8 in its shortest form and may be JSON. The parser's own decoder accepts overlong sequences, skips
     * a byte order mark, and takes bytes with zeros for UTF-16 or UTF-32; no JSON document has an unescaped U+0000.
     */
    public static boolean isUtf8(byte[] json) {
        var first = json.length;
        var end = 0;
        for (var i = 0; i < json.length; i++) {
            if (json[i] == 0) {
                return false;
            }
            if (json[i] < 0) {
                first = Math.min(first, i);
                end = i + 1;
            }
        }
        // Around what is not ASCII there is nothing to decode.
        return end == 0 || (first > 0 && isDecodable(ByteBuffer.wrap(json, first, end - first)));
    }

    /** Decoded into one small buffer, so that no secret stays behind as a text. */
    private static boolean isDecodable(ByteBuffer utf8) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var out = CharBuffer.allocate(Math.min(CHECKED_CHARS, utf8.remaining()));
        while (true) {
            var result = decoder.decode(utf8, out, true);
            if (!result.isOverflow()) {
                return result.isUnderflow();
            }
            out.clear();
        }
    }
}
