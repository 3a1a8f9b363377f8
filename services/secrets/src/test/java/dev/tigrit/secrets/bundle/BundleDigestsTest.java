package dev.tigrit.secrets.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The digests of the contract against another implementation of it: src/test/resources/bundle is in format 1, bundle-2 in format 2. */
class BundleDigestsTest {

    private static final Path VECTORS = Path.of("src/test/resources");

    @ParameterizedTest
    @ValueSource(strings = {"bundle", "bundle-2"})
    void digestsAreThoseOfAnotherImplementation(String folder) throws Exception {
        var expected = new Properties();
        try (var in = Files.newInputStream(VECTORS.resolve(folder).resolve("digests.properties"))) {
            expected.load(in);
        }

        var bundle = Bundle.parse(text(folder).getBytes(StandardCharsets.UTF_8));

        assertThat(bundle.digests().get("BINARY")).isEqualTo(expected.getProperty("BINARY"));
        assertThat(bundle.digests().get("SESSION_SIGNING_KEY")).isEqualTo(expected.getProperty("SESSION_SIGNING_KEY"));
        assertThat(bundle.digest()).isEqualTo(expected.getProperty("bundle"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundle", "bundle-2"})
    void orderOfReadersAndMembersOfTheOperatorChangeNoDigest(String folder) throws Exception {
        var text = text(folder);
        var other = text.replace("\"tigrit/tigrit-sessions\",", "\"internal\",")
                .replace("\"internal\"\n", "\"tigrit/tigrit-sessions\"\n")
                .replace("\"uid\": \"u-1\"", "\"uid\": \"u-2\"");
        assertThat(other).isNotEqualTo(text);

        assertThat(digest(other)).isEqualTo(digest(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundle", "bundle-2"})
    void whatAConsumerSeesChangesTheDigest(String folder) throws Exception {
        var text = text(folder);
        for (var edit : new String[][] {
            {"\"revision\": 42", "\"revision\": 43"},
            {"earlier-signing-key", "another-signing-key"},
            {"2026-11-25T11:00:00Z", "2026-11-25T11:00:01Z"},
            {"2026-11-25T10:00:00Z", "2026-11-25T10:00:01Z"},
            {"\"internal\"", "\"tigrit/game\""},
            {"\"version\": 3", "\"version\": 4"},
            {"AAECAwQF", "BAECAwQF"},
        }) {
            var other = text.replace(edit[0], edit[1]);
            assertThat(other).as(edit[0]).isNotEqualTo(text);
            assertThat(digest(other)).as(edit[0]).isNotEqualTo(digest(text));
        }
    }

    @Test
    void sourceChangesTheDigestInFormat2Only() throws Exception {
        var two = text("bundle-2");
        var other = two.replace("\"session-signing-key\"", "\"theirs\"");
        assertThat(other).isNotEqualTo(two);

        assertThat(digest(other)).isNotEqualTo(digest(two));
        assertThat(digest(other.replace("\"format\": 2", "\"format\": 1"))).isEqualTo(digest(text("bundle")));
    }

    private static String digest(String document) throws InvalidBundleException {
        return Bundle.parse(document.getBytes(StandardCharsets.UTF_8)).digest();
    }

    private static String text(String folder) throws IOException {
        return Files.readString(VECTORS.resolve(folder).resolve("pushed.json"));
    }
}
