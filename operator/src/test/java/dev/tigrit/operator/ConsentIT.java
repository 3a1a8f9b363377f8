package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.testkit.NeedsApiServer;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a value when its owner no longer agrees. */
@NeedsApiServer
class ConsentIT {

    private Release release;

    @BeforeEach
    void install() throws Exception {
        release = new Release("consent");
    }

    @AfterEach
    void uninstall() {
        release.close();
    }

    /** The overlap of values is one of values that came from the same Secret, whose owner agrees now. */
    @Test
    void valueOfASecretWithoutConsentIsNotHandedOnWhenAnotherSecretIsNamed() throws Exception {
        release.operator();
        var replica = release.replica();
        release.labelled("theirs", Map.of("TELEGRAM_BOT_TOKEN", "42:theirs"));
        release.labelled("source", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
        var spec = "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: %s}, rotation: {overlap: 1h}, readers: [internal]}";
        release.managed("bot", spec.formatted("theirs"));
        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:theirs");
        release.client
                .secrets()
                .inNamespace(release.namespace)
                .withName("theirs")
                .edit(secret -> secret.edit()
                        .editMetadata()
                        .removeFromLabels(Names.SYNC_LABEL)
                        .endMetadata()
                        .build());
        release.awaitReason("bot", "SourceNotConsented");

        release.managed("bot", spec.formatted("source"));

        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");
        assertThat(Objects.requireNonNull(replica.entry("TELEGRAM_BOT_TOKEN")).path("previous"))
                .isEmpty();
        release.labelled("source", Map.of("TELEGRAM_BOT_TOKEN", "42:two"));
        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:two");
        assertThat(Objects.requireNonNull(replica.entry("TELEGRAM_BOT_TOKEN")).path("previous"))
                .singleElement()
                .satisfies(
                        previous -> assertThat(previous.path("value").asText()).isEqualTo("42:one"));
    }
}
