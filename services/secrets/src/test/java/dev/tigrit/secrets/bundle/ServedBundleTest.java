package dev.tigrit.secrets.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.secrets.BundleText;
import dev.tigrit.secrets.bundle.ServedBundle.Acceptance;
import dev.tigrit.secrets.caller.BundleDecision;
import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import dev.tigrit.secrets.secret.InvalidDocumentException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServedBundleTest {

    private static final String EARLIER = "1764000000000-ffffffffffffffff";
    private static final String LATER = "1764000000001-0000000000000000";

    private final CurrentCatalogue current = new CurrentCatalogue();
    private final ServedBundle served = new ServedBundle(current, Clock.systemUTC());

    @Test
    void firstAndNewerBundlesAreLoaded() throws Exception {
        assertThat(served.get()).isNull();

        assertThat(served.offer(bundle(5, "one")))
                .extracting(Acceptance::decision)
                .isEqualTo(BundleDecision.LOADED);
        assertThat(served.offer(bundle(7, "two")))
                .extracting(Acceptance::decision)
                .isEqualTo(BundleDecision.LOADED);

        assertThat(current.get().revision()).isEqualTo(7);
        assertThat(Objects.requireNonNull(served.get()).revision()).isEqualTo(7);
        assertThat(body("A")).contains("\"value\":\"two\"");
    }

    @Test
    void revisionNeverGoesBackwards() throws Exception {
        served.offer(bundle(7, "two"));

        assertThat(served.offer(bundle(6, "one")))
                .isEqualTo(new Acceptance(BundleDecision.STALE, Objects.requireNonNull(served.get())));

        assertThat(current.get().revision()).isEqualTo(7);
        assertThat(body("A")).contains("\"value\":\"two\"");
    }

    @Test
    void laterIncarnationWinsWhateverTheNumbersInWhateverOrderTheyAreHeard() throws Exception {
        served.offer(bundle(90, "without"));
        served.offer(parse(BundleText.of(EARLIER, 70, Map.of("A", "earlier"))));
        assertThat(body("A")).contains("\"value\":\"earlier\"", "\"incarnation\":\"" + EARLIER);
        var etag = Objects.requireNonNull(current.get().find("A"))
                .at(Instant.now())
                .etag();

        // The very same value, version and times.
        assertThat(served.offer(parse(BundleText.of(LATER, 1, Map.of("A", "earlier")))))
                .extracting(Acceptance::decision)
                .isEqualTo(BundleDecision.LOADED);
        assertThat(body("A")).contains("\"incarnation\":\"" + LATER);
        assertThat(Objects.requireNonNull(current.get().find("A"))
                        .at(Instant.now())
                        .etag())
                .isNotEqualTo(etag);

        for (var old :
                new String[] {BundleText.of(EARLIER, 71, Map.of("A", "back")), BundleText.of(91, Map.of("A", "back"))
                }) {
            assertThat(served.offer(parse(old)))
                    .extracting(Acceptance::decision)
                    .isEqualTo(BundleDecision.STALE);
        }
        assertThat(served.offer(parse(BundleText.of(LATER, 2, Map.of("A", "two")))))
                .extracting(Acceptance::decision)
                .isEqualTo(BundleDecision.LOADED);
        assertThat(body("A")).contains("\"value\":\"two\"");
    }

    @Test
    void sameBundleAgainIsNoChangeAndAnotherOfItsRevisionIsAConflict() throws Exception {
        served.offer(bundle(7, "one"));
        var catalogue = current.get();

        assertThat(served.offer(bundle(7, "one")))
                .extracting(Acceptance::decision)
                .isEqualTo(BundleDecision.UNCHANGED);
        assertThat(served.offer(bundle(7, "two")))
                .isEqualTo(new Acceptance(BundleDecision.CONFLICT, Objects.requireNonNull(served.get())));

        assertThat(current.get()).isSameAs(catalogue);
    }

    @Test
    void keyThatIsNotInTheNewBundleIsGone() throws Exception {
        served.offer(bundle(1, "one"));

        served.offer(parse(BundleText.of(2, Map.of("B", "one"))));

        assertThat(current.get().find("A")).isNull();
    }

    @Test
    void unchangedSecretKeepsItsAnswerAndTakesItsNewReaders() throws Exception {
        served.offer(bundle(1, "one"));
        var before = Objects.requireNonNull(current.get().find("A"));

        served.offer(parse(BundleText.of(2, Map.of("A", "one", "B", "one")).replace(BundleText.READER, "tigrit/bot")));

        var after = Objects.requireNonNull(current.get().find("A"));
        assertThat(after.secret()).isSameAs(before.secret());
        assertThat(before.mayBeReadBy("tigrit/game")).isTrue();
        assertThat(after.mayBeReadBy("tigrit/game")).isFalse();
        assertThat(after.mayBeReadBy("tigrit/bot")).isTrue();
    }

    @Test
    void internalKeyOfTheBundleIsNeverReadByTheInternalCaller() throws Exception {
        served.offer(parse(BundleText.of(1, Map.of("INTERNAL_API_SECRET", "internal-secret-of-more-than-32-bytes"))
                .replace(BundleText.READER, "internal")));

        assertThat(Objects.requireNonNull(current.get().find("INTERNAL_API_SECRET"))
                        .mayBeReadBy("internal"))
                .isFalse();
    }

    @Test
    void noReaderEverSeesTwoRevisionsAtOnce() throws Exception {
        served.offer(bundle(1, "value-1"));
        var done = new AtomicBoolean();
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<Integer> reader = () -> {
                var seen = 0;
                while (!done.get()) {
                    var catalogue = current.get();
                    assertThat(body(catalogue, "A").replace("\"key\":\"A\"", ""))
                            .isEqualTo(body(catalogue, "B").replace("\"key\":\"B\"", ""))
                            .contains("\"value-" + catalogue.revision() + "\"");
                    seen++;
                }
                return seen;
            };
            var readers =
                    IntStream.range(0, 3).mapToObj(_ -> threads.submit(reader)).toList();
            for (var revision = 2; revision <= 2_000; revision++) {
                served.offer(bundle(revision, "value-" + revision));
            }
            done.set(true);
            for (var result : readers) {
                assertThat(result.get()).isPositive();
            }
        }
    }

    private static Bundle bundle(long revision, String value) throws InvalidDocumentException {
        return parse(BundleText.of(revision, Map.of("A", value, "B", value)));
    }

    private static Bundle parse(String document) throws InvalidDocumentException {
        return Bundle.parse(document.getBytes(UTF_8));
    }

    private String body(String key) {
        return body(current.get(), key);
    }

    private static String body(Catalogue catalogue, String key) {
        var secret = Objects.requireNonNull(catalogue.find(key));
        return new String(secret.at(Clock.systemUTC().instant()).body(), UTF_8);
    }
}
