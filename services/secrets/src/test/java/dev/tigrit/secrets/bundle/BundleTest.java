package dev.tigrit.secrets.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tigrit.secrets.BundleText;
import dev.tigrit.secrets.secret.InvalidDocumentException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {

    private static final String CANARY = "canary-value";
    private static final String GOOD = BundleText.of(7, Map.of("A", CANARY));

    @Test
    void membersMayComeInAnyOrderAndUnknownOnesAreIgnored() throws Exception {
        var entry = "{\"claim\":[[{}]],\"readers\":[],\"use_after\":\"2026-11-25T10:00:00+02:00\",\"version\":2,"
                + "\"previous\":[{\"not_after\":\"2026-11-25T10:00:00Z\",\"version\":1,\"value\":\"AQ==\",\"x\":1}],"
                + "\"value\":\"AA==\",\"encoding\":\"base64\",\"key\":\"A\",\"further\":null}";
        var document = GOOD.replace(BundleText.entry("A", CANARY), entry);

        var secret = Bundle.parse(document.getBytes(UTF_8))
                .byKey()
                .values()
                .iterator()
                .next()
                .secret();

        assertThat(secret.value().copy()).containsExactly(0);
        assertThat(secret.previous().getFirst().value().copy()).containsExactly(1);
        assertThat(secret.useAfter()).isEqualTo("2026-11-25T08:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"key\":\"A\" | \"key\":\"a\" | entries: [0]: key: has to be [A-Z]",
                "\"key\":\"A\", | '' | entries: [0]: key: is missing",
                "\"encoding\":\"utf8\" | \"encoding\":\"hex\" | entries: [0]: A: encoding: is neither utf8 nor base64",
                "\"encoding\":\"utf8\" | \"encoding\":\"base64\" | entries: [0]: A: value: is not standard base64",
                "\"encoding\":\"utf8\", | '' | entries: [0]: A: encoding: is missing",
                "\"value\":\"canary-value\", | '' | entries: [0]: A: value: is missing",
                "\"value\":\"canary-value\" | \"value\":\"\" | entries: [0]: A: value: has to have from 1",
                "\"value\":\"canary-value\" | \"value\":1 | entries: [0]: A: value: has to be a string",
                "\"value\":\"canary-value\" | \"value\":\"canary-value\\ud800\" | entries: [0]: A: value: has an unpaired",
                "\"version\":1 | \"version\":0 | entries: [0]: A: version: has to be from 1",
                "\"version\":1 | \"version\":1.5 | entries: [0]: A: version: has to be a whole number",
                "\"version\":1, | '' | entries: [0]: A: version: is missing",
                "2026-11-25T10:00:00Z | yesterday | entries: [0]: A: use_after: is not an RFC 3339 time",
                "tigrit/game | everybody | entries: [0]: A: readers: [0]: is neither",
                "\"readers\":[\"tigrit/game\"], | '' | entries: [0]: A: readers: is missing",
                "\"digest_key\" | \"digest\" | digest_key: is missing",
                "\"entries\":[ | \"entries\":[7, | entries: [0]: has to be an object",
                "canary-value\" | canary-value | is not the documented JSON",
                "\"version\":1 | \"version\":1,\"version\":1 | is not the documented JSON",
                "\"version\":1 | \"version\":1,\"previous\":[{\"value\":\"x\",\"version\":1}] | entries: [0]: A: previous: versions",
                "\"version\":1 | \"version\":9,\"previous\":[{\"value\":\"x\"}] | entries: [0]: A: previous: [0]: version: is missing",
                "\"version\":1 | \"version\":9,\"previous\":[{\"version\":1}] | entries: [0]: A: previous: [0]: value: is missing",
                "\"version\":1 | \"version\":9,\"previous\":[{\"value\":\"x\",\"version\":1},{\"value\":\"x\",\"version\":2}] | entries: [0]: A: previous: versions",
                "\"version\":1 | \"version\":9,\"previous\":[{},{},{},{},{}] | entries: [0]: A: previous: has more than 4",
            })
    void documentThatIsNoBundleSaysWhereAndNeverAValue(String part, String instead, String reason) {
        assertThat(GOOD).contains(part);
        var document = GOOD.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(instead));

        var thrown = catchThrowable(() -> Bundle.parse(document.getBytes(UTF_8)));

        assertThat(thrown).isInstanceOf(InvalidDocumentException.class).hasMessageContaining(reason);
        assertThat(thrown).hasNoCause();
        assertThat(String.valueOf(thrown.getMessage())).doesNotContain("canary");
    }

    @Test
    void duplicateKeyIsRefused() {
        var twice = GOOD.replace("\"entries\":[", "\"entries\":[" + BundleText.entry("A", "other") + ",");

        assertThatThrownBy(() -> Bundle.parse(twice.getBytes(UTF_8))).hasMessage("A: is there twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"format\":2,\"entries\":\"another shape\"}",
                "{\"format\":0,\"entries\":[]}",
                "{\"entries\":7,\"format\":99}"
            })
    void unknownFormatIsToldApartWhateverElseIsThere(String document) {
        assertThatThrownBy(() -> Bundle.parse(document.getBytes(UTF_8)))
                .isInstanceOf(InvalidDocumentException.UnknownFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{", "null", "{\"format\":1}", "\u0000"})
    void otherJsonIsRefused(String document) {
        assertThatThrownBy(() -> Bundle.parse(document.getBytes(UTF_8)))
                .isInstanceOf(InvalidDocumentException.class)
                .isNotInstanceOf(InvalidDocumentException.UnknownFormatException.class);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        var latin1 = GOOD.replace(CANARY, "\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        var overlong = GOOD.replace(CANARY, "\u00c0\u0080").getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> Bundle.parse(latin1)).hasMessage("is not UTF-8");
        assertThatThrownBy(() -> Bundle.parse(overlong)).hasMessage("is not UTF-8");
    }

    @Test
    void valueHasAtMostOneMebibyte() throws Exception {
        var most = GOOD.replace(CANARY, "x".repeat(1024 * 1024));

        assertThat(Bundle.parse(most.getBytes(UTF_8)).byKey()).hasSize(1);
        assertThatThrownBy(() -> Bundle.parse(most.replace("xxx", "xxxx").getBytes(UTF_8)))
                .hasMessageContaining("A: value: has to have from 1 to 1048576 bytes");
    }

    @Test
    void millionsOfEmptyEntriesAreRefusedBeforeTheyFillTheHeap() {
        var many = GOOD.replace("\"entries\":[", "\"entries\":[" + "{},".repeat(5_000_000));

        assertThatThrownBy(() -> Bundle.parse(many.getBytes(UTF_8))).hasMessageContaining("is not the documented JSON");
    }

    @Test
    void deepNestingIsRefusedAndNoStackOverflows() {
        var deep = GOOD.replace("\"claim\":{\"kind\":\"ManagedSecret\"}", "\"claim\":" + "[".repeat(100_000));

        assertThatThrownBy(() -> Bundle.parse(deep.getBytes(UTF_8))).hasMessageContaining("is not the documented JSON");
    }
}
