package dev.tigrit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The contracts of all services and callers as documents: what generators of clients and readers need. */
class ContractsTest {

    static Stream<Path> contracts() {
        return Stream.of("..", "../../callers").map(Path::of).flatMap(ContractsTest::contracts);
    }

    @Test
    void thereAreSeven() {
        assertThat(contracts()).hasSize(7);
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void everyOperationHasAnIdAndEveryRequestBodyAndErrorAnExampleThatFits(Path contract) {
        assertThat(Contract.of(contract).gaps()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void licenceAndVersionAreThoseOfAll(Path contract) throws IOException {
        var strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);

        assertThat(new Yaml(strict).<Object>load(Files.readString(contract)))
                .extracting("info")
                .extracting("version", "license.identifier")
                .containsExactly("1.0.0", "Apache-2.0");
    }

    /** A comma in a text without quotes starts another member. */
    @ParameterizedTest
    @MethodSource("contracts")
    void noTextIsCutAtAComma(Path contract) throws IOException {
        assertThat(Files.readString(contract))
                .doesNotContainPattern("\\{[^{}\"\n]*description: [^\"{},\n]+, [^:}\n]*}");
    }

    private static Stream<Path> contracts(Path folder) {
        try (var files =
                Files.find(folder, 2, (file, _) -> file.getFileName().toString().matches("openapi.*\\.yaml"))) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
