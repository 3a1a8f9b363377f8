package dev.tigrit.secrets.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.secrets.secret.InvalidDocumentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The digests of the contract against another implementation of it. */
class BundleDigestsTest {

    private static final Path VECTORS = Path.of("src/test/resources/bundle");

    @Test
    void digestsAreThoseOfAnotherImplementation() throws Exception {
        var expected = new Properties();
        try (var in = Files.newInputStream(VECTORS.resolve("digests.properties"))) {
            expected.load(in);
        }

        var bundle = Bundle.parse(text().getBytes(StandardCharsets.UTF_8));

        assertThat(bundle.digests().get("BINARY")).isEqualTo(expected.getProperty("BINARY"));
        assertThat(bundle.digests().get("SESSION_SIGNING_KEY")).isEqualTo(expected.getProperty("SESSION_SIGNING_KEY"));
        assertThat(bundle.digest()).isEqualTo(expected.getProperty("bundle"));
    }

    @Test
    void orderOfReadersAndMembersOfTheOperatorChangeNoDigest() throws Exception {
        var text = text();
        var other = text.replace("\"tigrit/tigrit-sessions\",", "\"internal\",")
                .replace("\"internal\"\n", "\"tigrit/tigrit-sessions\"\n")
                .replace("\"uid\": \"u-1\"", "\"uid\": \"u-2\"");
        assertThat(other).isNotEqualTo(text);

        assertThat(digest(other)).isEqualTo(digest(text));
    }

    @Test
    void whatAConsumerSeesChangesTheDigest() throws Exception {
        var text = text();
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

    private static String digest(String document) throws InvalidDocumentException {
        return Bundle.parse(document.getBytes(StandardCharsets.UTF_8)).digest();
    }

    private static String text() throws IOException {
        return Files.readString(VECTORS.resolve("pushed.json"));
    }
}
