package dev.tigrit.operator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.operator.config.Names;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HeldSecretsTest {

    private static final int BUDGET = 100_000;

    private final HeldSecrets store = new HeldSecrets(BUDGET);

    private static Secret secret(String name, Map<String, String> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName(name)
                .addToLabels(Names.SYNC_LABEL, "true")
                .addToLabels("theirs", "yes")
                .addToAnnotations(Names.READERS_ANNOTATION, "internal")
                .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "x".repeat(10_000))
                .endMetadata()
                .withData(new HashMap<>(data))
                .build();
    }

    private void put(String name, int bytes) {
        store.put("ns/" + name, secret(name, Map.of("KEY", "A".repeat(bytes))));
    }

    private boolean isHeld(String name) {
        return HeldSecrets.isHeld(Objects.requireNonNull(store.get("ns/" + name)));
    }

    @Test
    void onlyWhatIsAskedForIsHeld() {
        var held = new HeldSecrets(10_000_000);
        held.put("ns/a", secret("a", Map.of("KEY", "QQ==", "LARGE", "A".repeat(200_000))));

        var kept = Objects.requireNonNull(held.get("ns/a"));
        assertThat(kept.getMetadata().getAnnotations()).containsOnlyKeys(Names.READERS_ANNOTATION);
        assertThat(kept.getMetadata().getLabels()).containsOnlyKeys(Names.SYNC_LABEL);
        assertThat(kept.getData()).containsEntry("KEY", "QQ==");
        assertThat(HeldSecrets.cost(kept)).isLessThan(2_000);
    }

    @Test
    void beyondTheBudgetTheNameAloneIsHeld() {
        put("a", 60_000);
        put("b", 60_000);

        assertThat(isHeld("a")).isTrue();
        assertThat(isHeld("b")).isFalse();
        assertThat(store.hasRoomAgain()).isFalse();
    }

    @Test
    void roomThatIsFreedIsNoticed() {
        put("a", 60_000);
        put("b", 60_000);
        store.remove("ns/a");

        assertThat(store.hasRoomAgain()).isTrue();
        put("b", 60_000);
        assertThat(isHeld("b")).isTrue();
        assertThat(store.hasRoomAgain()).isFalse();
    }

    @Test
    void oneThatIsWrittenAgainAndAgainCostsOnce() {
        for (var write = 0; write < 100; write++) {
            put("a", 60_000);
        }

        assertThat(isHeld("a")).isTrue();
    }

    @Test
    void listAnewHoldsWhatHasRoomNow() {
        put("a", 60_000);
        put("b", 60_000);
        store.remove("ns/a");
        put("c", 10_000);

        put("b", 60_000);
        put("c", 10_000);

        assertThat(isHeld("b")).isTrue();
        assertThat(isHeld("c")).isTrue();
    }
}
