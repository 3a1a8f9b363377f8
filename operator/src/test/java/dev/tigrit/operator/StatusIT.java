package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretStatus;
import dev.tigrit.operator.testkit.NeedsApiServer;
import dev.tigrit.operator.testkit.StandIn;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A condition that is true for a generation says that its effect is there, so that one can wait for it. */
@NeedsApiServer
class StatusIT {

    private Release release;
    private StandIn replica;

    @BeforeEach
    void install() throws Exception {
        release = new Release("status");
        release.operator();
        replica = release.replica();
        release.labelled("one", Map.of("KEY", "first"));
        release.labelled("two", Map.of("KEY", "other"));
    }

    @AfterEach
    void uninstall() {
        release.close();
    }

    /** Each of them is a change for readers. */
    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("{key: KEY, generate: {}}", "{key: KEY, generate: {}, revokeBefore: 2}", 2),
                Arguments.of("{key: KEY, secretRef: {name: one}}", "{key: KEY, secretRef: {name: two}}", 2),
                Arguments.of("{key: KEY, secretRef: {name: one}}", "{key: KEY, generate: {}}", 2),
                Arguments.of("{key: KEY, generate: {}}", "{key: KEY, generate: {}, readers: [internal]}", 1),
                Arguments.of(
                        "{key: KEY, secretRef: {name: one}}",
                        "{key: KEY, encoding: base64, secretRef: {name: one}}",
                        2));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void conditionsAreTrueForAGenerationOnceItsEffectIsAcknowledged(String before, String after, long version) {
        release.managed("key", before);
        release.awaitSynced("key", 1);
        replica.hold();
        var seen = new CopyOnWriteArrayList<Seen>();

        try (var _ = release.client
                .resources(ManagedSecret.class)
                .inNamespace(release.namespace)
                .withName("key")
                .watch(new Statuses(seen))) {
            release.managed("key", after);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(seen)
                            .anySatisfy(status ->
                                    assertThat(status.isTrue("Synced")).isFalse()));
            replica.goOn();
            release.awaitSynced("key", 2);
        }

        var served = Objects.requireNonNull(replica.entry("KEY"));
        assertThat(served.path("version").asLong()).isEqualTo(version);
        assertThat(seen)
                .filteredOn(status -> status.isTrue("Synced"))
                .allSatisfy(status -> assertThat(status.revision()).isEqualTo(replica.revision()));
        assertThat(seen)
                .filteredOn(status -> status.isTrue("Ready"))
                .allSatisfy(status -> assertThat(status.version()).isEqualTo(version));
    }

    @Test
    void conditionsAreTrueForAnotherSecretNameOnceThatSecretHoldsTheValue() {
        release.managed("key", "{key: KEY, generate: {}}");
        release.awaitSynced("key", 1);

        release.managed("key", "{key: KEY, generate: {secretName: second}}");
        release.awaitSynced("key", 2);

        var secrets = release.client.secrets().inNamespace(release.namespace);
        assertThat(secrets.withName("second").get().getData())
                .isEqualTo(secrets.withName("key").get().getData());
        assertThat(Objects.requireNonNull(replica.entry("KEY")).path("version").asLong())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void conditionsAreFalseForAGenerationThatCannotBe(String after, String reason) {
        release.managed("key", "{key: KEY, secretRef: {name: one}}");
        release.awaitSynced("key", 1);

        release.managed("key", after);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(release.status("key").observedGeneration()).isEqualTo(2);
            assertThat(release.reason("key", "Ready")).isEqualTo(reason);
            assertThat(release.reason("key", "Synced")).isEqualTo("NotReady");
            assertThat(release.status("key").version()).isEqualTo(1);
        });
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of("{key: KEY, secretRef: {name: missing}}", "SourceMissing"),
                Arguments.of("{key: KEY, secretRef: {name: one, key: MISSING}}", "SourceMissing"),
                Arguments.of("{key: KEY, secretRef: {name: one}, revokeBefore: 2}", "RevokedVersionServed"));
    }

    /** Of the second generation. */
    private record Seen(ManagedSecretStatus status) {

        boolean isTrue(String type) {
            return Objects.requireNonNullElse(status.conditions(), List.<io.fabric8.kubernetes.api.model.Condition>of())
                    .stream()
                    .anyMatch(condition -> condition.getType().equals(type)
                            && condition.getStatus().equals("True")
                            && condition.getObservedGeneration() == 2);
        }

        long version() {
            return Objects.requireNonNullElse(status.version(), 0L);
        }

        long revision() {
            return Objects.requireNonNullElse(status.revision(), 0L);
        }
    }

    private record Statuses(List<Seen> seen) implements Watcher<ManagedSecret> {

        @Override
        public void eventReceived(Action action, ManagedSecret document) {
            if (document.getStatus() != null
                    && Objects.equals(document.getStatus().observedGeneration(), 2L)) {
                seen.add(new Seen(document.getStatus()));
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            // The test ends then.
        }
    }
}
