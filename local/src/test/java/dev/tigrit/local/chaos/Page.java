package dev.tigrit.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.fixture.TestSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of docs/ with a place for what a target prints. */
record Page(String name, String target) {

    void write(String text) throws IOException {
        var file = TestSystem.ROOT.resolve("docs").resolve(name);
        var place = Pattern.compile("(?s)(?<=<!-- %1$s -->\n).*?(?=<!-- /%1$s -->)".formatted(target))
                .matcher(Files.readString(file));
        assertThat(place.find()).as("place for `%s` in %s", target, file).isTrue();
        Files.writeString(file, place.replaceFirst(Matcher.quoteReplacement(text)));
    }
}
