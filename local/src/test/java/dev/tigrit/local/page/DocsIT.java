package dev.tigrit.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.tigrit.local.InitData;
import dev.tigrit.local.fixture.Browser;
import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** "Try it out" of each documented operation, in a real browser on the real services. */
@ExtendWith(TestSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsIT {

    /** What people would fill in; anything for the header that a browser sets by itself. */
    private static final Map<String, String> PARAMETERS = Map.of(
            "key", "JWT_SECRET",
            "user_id", "601",
            "id", "601",
            "session_id", "A".repeat(43),
            "path", "below",
            "Origin", "any");

    private final LocalSystem system;
    private Browser browser;

    DocsIT(LocalSystem system) {
        this.system = system;
    }

    @BeforeAll
    void openBrowser() {
        browser = Browser.find().orElseGet(() -> abort("no Chromium"));
    }

    @AfterAll
    void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "services/auth/openapi.yaml, 18",
        "services/sessions/openapi.yaml, 13",
        "services/secrets/openapi.yaml, 4",
        "callers/game-backend/openapi-public.yaml, 8",
        "callers/game-backend/openapi.yaml, 1",
        "callers/tigrit-bot/openapi.yaml, 2",
        "callers/tigrit-api/openapi.yaml, 2"
    })
    void everyOperationIsAnsweredAsDocumented(String contract, int operations) throws IOException {
        // Given
        var page = docs(contract);
        authorize(page, "caller", system.env().internalApiSecret());
        authorize(page, "initData", "tma " + initData());
        authorize(page, "webhook", system.env().webhookSecret());
        var documented = documented(contract);
        assertThat(documented).hasSize(operations);
        documented.forEach((operation, statuses) -> {
            // When
            var block = page.locator("[id^='operations-'][id$='-" + operation + "']");
            var status = tryOut(block);

            // Then
            assertThat(statuses).as(operation).contains(status);
        });
    }

    @Test
    void userOfInitDataIsVerified() throws IOException {
        var page = docs("services/auth/openapi.yaml");
        authorize(page, "initData", "tma " + initData());

        // The credential is in the header then.
        var verify = page.locator("#operations-default-verify");
        assertThat(tryOut(verify, "")).isEqualTo("200");
        assertThat(verify.locator(".live-responses-table")).containsText("\"601\"");
        assertThat(tryOut(page.locator("#operations-default-getForwardAuth"))).isEqualTo("200");
    }

    @Test
    void sessionsOfAUserAreListedForACaller() throws IOException {
        var page = docs("services/sessions/openapi.yaml");
        authorize(page, "caller", system.env().internalApiSecret());

        assertThat(tryOut(page.locator("#operations-users-listSessions"))).isEqualTo("200");
    }

    @Test
    void personSignsInOnThePageOfTheGameAndItsTokenOpensTheApi() throws IOException {
        var game = docs("callers/game-backend/openapi-public.yaml");
        var signIn = game.locator("#operations-default-signIn");
        assertThat(tryOut(signIn, "{\"init_data\": \"%s\"}".formatted(initData())))
                .isEqualTo("200");
        assertThat(tryOut(game.locator("#operations-default-profile"))).isEqualTo("200");
        var token = game.locator("#operations-default-token");
        assertThat(tryOut(token)).isEqualTo("200");
        Map<String, String> answer = new Yaml()
                .load(token.locator(".live-responses-table .highlight-code code")
                        .first()
                        .innerText());

        var api = docs("callers/tigrit-api/openapi.yaml");
        authorize(api, "person", answer.getOrDefault("token", ""));
        assertThat(tryOut(api.locator("#operations-default-listInteractions"))).isEqualTo("200");
    }

    private Page docs(String contract) throws IOException {
        var file = Path.of(contract);
        var page = browser.desk("en-US");
        page.navigate(system.service(file.getName(1).toString()).management() + "/docs/index.html");
        if (file.endsWith(Path.of(Service.GAME, "openapi.yaml"))) {
            page.locator("#select").selectOption("What services ask");
        }
        Map<String, Map<String, String>> document = new Yaml().load(Files.readString(TestSystem.ROOT.resolve(file)));
        assertThat(page.locator(".info .title"))
                .containsText(document.getOrDefault("info", Map.of()).getOrDefault("title", "no title"));
        return page;
    }

    /** The documented statuses of each operation; the admin port of Secrets is another one, which is closed here. */
    private static Map<String, Set<String>> documented(String contract) throws IOException {
        Map<String, Map<String, Map<String, Object>>> document =
                new Yaml().load(Files.readString(TestSystem.ROOT.resolve(contract)));
        var documented = new LinkedHashMap<String, Set<String>>();
        document.getOrDefault("paths", Map.of())
                .forEach((path, item) -> item.values().forEach(operation -> {
                    if (!path.startsWith("/admin/")
                            && operation instanceof Map<?, ?> one
                            && one.get("responses") instanceof Map<?, ?> responses) {
                        documented.put(
                                String.valueOf(one.get("operationId")),
                                responses.keySet().stream()
                                        .map(Object::toString)
                                        .collect(Collectors.toSet()));
                    }
                }));
        return documented;
    }

    /** By the dialog, where the contract has this scheme. */
    private static void authorize(Page page, String scheme, String value) {
        page.locator(".auth-wrapper .authorize").click();
        var form = page.locator(".auth-container")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator("h4 code", new Page.LocatorOptions().setHasText(scheme))));
        if (form.count() > 0) {
            form.first().locator("input").fill(value);
            form.first().locator("button.authorize").click();
        }
        page.locator(".close-modal").click();
    }

    private static String tryOut(Locator block) {
        open(block);
        return execute(block);
    }

    private static String tryOut(Locator block, String body) {
        open(block);
        block.locator(".body-param__text").fill(body);
        return execute(block);
    }

    private static void open(Locator block) {
        block.locator(".opblock-summary-control").click();
        block.locator(".try-out__btn").click();
        for (var row : block.locator("tr[data-param-name]:has(.required)").all()) {
            var input = row.locator("input[type=text]");
            if (input.count() > 0) {
                input.fill(PARAMETERS.get(row.getAttribute("data-param-name")));
            }
        }
    }

    /** @return the status that the page shows */
    private static String execute(Locator block) {
        block.locator(".execute").click();
        return block.locator(".live-responses-table tbody .response-col_status")
                .innerText()
                .trim();
    }

    private String initData() throws IOException {
        return InitData.ofUser(601, Instant.now()).sign(system.keys().telegramBotToken());
    }
}
