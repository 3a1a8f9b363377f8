package dev.tigrit.testkit.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A configuration that users copy, as it stands in the documentation. */
public record Sample(String text) {

    /** The only block of that language in a Markdown file. */
    public static Sample fenced(Path file, String language) throws IOException {
        var blocks = Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(file))
                .results()
                .map(block -> block.group(1))
                .toList();
        if (blocks.size() != 1) {
            throw new IllegalStateException(file + " has " + blocks.size() + " samples for " + language);
        }
        return new Sample(blocks.getFirst());
    }

    /** With one of its addresses replaced by a port of this machine. */
    public Sample at(String address, int port) {
        if (!text.contains(address)) {
            throw new IllegalStateException("no " + address + " in " + text);
        }
        return new Sample(text.replace(address, "127.0.0.1:" + port));
    }
}
