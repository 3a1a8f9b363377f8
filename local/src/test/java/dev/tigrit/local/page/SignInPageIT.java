package dev.tigrit.local.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import dev.tigrit.local.InitData;
import dev.tigrit.local.fixture.Browser;
import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.Service;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser, on the real services. The pictures of the README are made here, in target/pictures. */
@ExtendWith(TestSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInPageIT {

    private static final Path PICTURES = Path.of("target", "pictures");

    private static final String SCRIPT = "https://telegram.org/js/telegram-web-app.js";

    private final LocalSystem system;
    private final String address;
    private Browser browser;

    SignInPageIT(LocalSystem system) throws IOException {
        this.system = system;
        this.address = system.service(Service.GAME).url() + "/";
    }

    @BeforeAll
    void openBrowser() {
        browser = Browser.find().orElseGet(() -> abort("no Chromium"));
    }

    @AfterAll
    void nothingWasThrownOrKeptOut() {
        if (browser != null) {
            browser.close();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void deviceIsSeenInASecondBrowserAndSignedOutFromThere() {
        // Given
        var desk = signedIn(browser.desk("en-US"), "501", "Olga");
        var phone = signedIn(browser.phone("ru-RU"), "501", "Ольга");
        var devices = phone.locator("#devices li");
        assertThat(devices).hasCount(2);
        assertThat(devices.filter(new Locator.FilterOptions().setHasText("это устройство")))
                .hasCount(1);
        assertThat(phone.locator("#devices")).containsText("Chrome, Android");
        picture(phone, "phone.png");
        desk.reload();
        assertThat(desk.locator("#devices li")).hasCount(2);
        picture(desk, "desktop.png");

        // When
        phone.locator("#devices button").click();

        // Then
        assertThat(phone.locator("#status")).hasText("На том устройстве выполнен выход.");
        assertThat(devices).hasCount(1);
        desk.reload();
        assertThat(desk.locator("#development")).isVisible();
        assertThat(desk.locator("#signed-in")).isHidden();
        assertThat(phone.locator("#signed-in")).isVisible();
    }

    @Test
    void deviceThatWasSignedOutLearnsItAtItsNextStep() {
        // Given
        var first = signedIn(browser.desk("en-US"), "502", "Olga");
        var second = signedIn(browser.desk("en-US"), "502", "Olga");

        // When
        second.locator("#end-others").click();

        // Then
        assertThat(second.locator("#status")).hasText("All other devices are signed out.");
        assertThat(second.locator("#end-others")).isHidden();
        first.locator("#end-others").or(first.locator("#language")).first().waitFor();
        first.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        assertThat(first.locator("#status")).hasText("This device was signed out. Sign in again.");
        assertThat(first.locator("#development")).isVisible();
    }

    @Test
    void signOutEndsTheSessionAndForgetsTheCookie() {
        // Given
        var page = signedIn(browser.desk("en-US"), "503", "Olga");
        assertThat(page.context().cookies()).extracting(cookie -> cookie.name).containsExactly("__Host-session");

        // When
        page.locator("#sign-out").click();

        // Then
        assertThat(page.locator("#status")).hasText("You are signed out.");
        assertThat(page.context().cookies()).isEmpty();
        page.reload();
        assertThat(page.locator("#development")).isVisible();
    }

    @Test
    void scriptsNeverSeeTheToken() {
        var page = signedIn(browser.desk("en-US"), "504", "Olga");

        assertThat(page.evaluate("document.cookie")).isEqualTo("");
        assertThat(page.context().cookies()).allMatch((Cookie cookie) -> cookie.httpOnly && cookie.secure);
        assertThat(page.evaluate("JSON.stringify([localStorage, sessionStorage])"))
                .isEqualTo("[{},{}]");
    }

    @Test
    void keyboardAloneIsEnough() {
        // Given
        var page = browser.desk("en-US");
        page.navigate(address);
        assertThat(page.locator("#development")).isVisible();

        // When
        tabTo(page, "input[name=id]");
        page.keyboard().press("ControlOrMeta+A");
        page.keyboard().type("505");
        page.keyboard().press("Enter");

        // Then
        assertThat(page.locator("#user-id")).hasText("505");
        assertThat(page.locator("#name")).isFocused();
        tabTo(page, "#sign-out");
        page.keyboard().press("Enter");
        assertThat(page.locator("#status")).hasText("You are signed out.");
    }

    @Test
    void bothLanguagesAndTheChoiceIsKept() {
        // Given
        var page = signedIn(browser.phone("ru-RU"), "506", "Ольга");
        assertThat(page.locator("#devices-title")).hasText("Мои устройства");

        // When
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("English"))
                .click();

        // Then
        assertThat(page.locator("#devices-title")).hasText("My devices");
        page.reload();
        assertThat(page.locator("#devices-title")).hasText("My devices");
        assertThat(page.locator("html")).hasAttribute("lang", "en");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
    }

    @Test
    void insideTelegramNobodyTypesAnything() throws IOException {
        // Given
        var page = browser.phone("en-US");
        playTelegram(page, initData(507));

        // When
        page.navigate(address + "#tgWebAppData=x&tgWebAppVersion=9.1");

        // Then
        assertThat(page.locator("#user-id")).hasText("507");
        assertThat(page.locator("#devices-title")).hasText("Мои устройства");
    }

    @Test
    void whenSomebodyElseOpensTheMiniAppSomebodyElseIsSignedIn() throws IOException {
        // Given
        var page = browser.phone("en-US");
        page.addInitScript("""
                window.shownIds = new Set();
                new MutationObserver(() => shownIds.add(document.getElementById('user-id')?.textContent))
                  .observe(document, { subtree: true, childList: true, characterData: true });""");
        playTelegram(page, initData(508));
        page.navigate(address + "#tgWebAppData=x");
        assertThat(page.locator("#user-id")).hasText("508");

        // When
        page.unrouteAll();
        playTelegram(page, initData(509));
        page.reload();

        // Then
        assertThat(page.locator("#user-id")).hasText("509");
        assertThat(String.valueOf(page.evaluate("[...shownIds].join()")))
                .contains("509")
                .doesNotContain("508");
        assertThat(page.locator("#devices li")).hasCount(1);
    }

    /** As for people whose network throttles telegram.org. */
    @Test
    void whileTelegramsScriptStallsThePageSaysSoAndTheSignInFollowsTheScript() throws IOException {
        // Given
        var page = browser.phone("en-US");
        var stalled = new ArrayList<Route>();
        page.route(SCRIPT, stalled::add);

        // When
        page.navigate(address + "#tgWebAppData=x");

        // Then
        assertThat(page.locator("#status")).not().isEmpty(new LocatorAssertions.IsEmptyOptions().setTimeout(1_000));
        assertThat(page.locator("#status")).hasText("Telegram does not answer. As soon as it does, you are signed in.");
        page.locator("#retry").click();
        assertThat(page.locator("#status")).hasText("One moment…");
        assertThat(page.locator("#retry")).isVisible();
        stalled.getFirst().fulfill(telegram(initData(511)));
        assertThat(page.locator("#user-id")).hasText("511");
        stalled.stream().skip(1).forEach(Route::abort);
        forgive("net::ERR_FAILED");
    }

    @Test
    void whatTelegramPutIntoTheAddressIsEnoughToSignIn() throws IOException {
        // Given
        var page = browser.phone("en-US");
        page.route(SCRIPT, _ -> {});

        // When
        page.navigate(address + "#tgWebAppData=" + URLEncoder.encode(initData(512), StandardCharsets.UTF_8)
                + "&tgWebAppVersion=9.1");

        // Then
        assertThat(page.locator("#user-id")).hasText("512");
    }

    @Test
    void withoutTelegramsScriptARetryIsOfferedAndLoadsItAgain() throws IOException {
        // Given
        var page = browser.phone("en-US");
        page.route(SCRIPT, Route::abort);
        page.navigate(address + "#tgWebAppData=x");
        assertThat(page.locator("#retry")).isVisible();

        // When
        page.unrouteAll();
        playTelegram(page, initData(513));
        page.locator("#retry").click();

        // Then
        assertThat(page.locator("#user-id")).hasText("513");
        forgive("net::ERR_FAILED");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutTheFileOfTextsThePageIsEnglish(boolean stalls) {
        // Given
        var page = browser.phone("ru-RU");
        page.route("**/texts.js", stalls ? _ -> {} : Route::abort);

        // When
        signedIn(page, stalls ? "514" : "515", "Olga");

        // Then
        assertThat(page.locator("#devices-title")).hasText("My devices");
        assertThat(page.locator("#language")).isHidden();
        forgive("net::ERR_FAILED");
    }

    @Test
    void withoutItsScriptThePageSaysWhatToDo() {
        var page = browser.phone("ru-RU");
        page.route("**/app.js", Route::abort);

        page.navigate(address);

        assertThat(page.locator("#status")).containsText("обновите страницу");
        forgive("net::ERR_FAILED");
    }

    /** Telegram's web client shows the page in a frame: its cookie is another site's there. */
    @Test
    void insideTelegramsWebClientTheSessionLastsAsWell() throws IOException {
        // Given
        var page = browser.desk("en-US");
        playTelegram(page, initData(510));
        page.route(
                "https://web.telegram.org/**",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/html")
                        .setBody("<iframe width=800 height=600 src='" + address + "#tgWebAppData=x'></iframe>")));

        // When
        page.navigate("https://web.telegram.org/k/");

        // Then
        var frame = page.frameLocator("iframe");
        assertThat(frame.locator("#user-id")).hasText("510");
        frame.locator("#sign-out").click();
        assertThat(frame.locator("#status")).hasText("Вы вышли.");
    }

    @Test
    void noOtherSiteMayShowItInAFrame() {
        // Given
        var page = browser.desk("en-US");
        page.route(
                "https://evil.example/**",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/html")
                        .setBody("<iframe src='" + address + "'></iframe>")));

        // When
        page.navigate("https://evil.example/");

        // Then
        page.waitForCondition(() -> browser.complaints().stream().anyMatch(text -> text.contains("frame-ancestors")));
        assertThat(page.frameLocator("iframe").locator("#status")).hasCount(0);
        forgive("frame-ancestors");
    }

    /** A complaint that a test has asked for. */
    private void forgive(String text) {
        browser.complaints().removeIf(complaint -> complaint.contains(text));
    }

    private Page signedIn(Page page, String id, String name) {
        page.navigate(address);
        page.locator("#development input[name=id]").fill(id);
        page.locator("#development input[name=name]").fill(name);
        page.locator("#development button").click();
        assertThat(page.locator("#user-id")).hasText(id, new LocatorAssertions.HasTextOptions().setTimeout(20_000));
        assertThat(page.locator("#name")).hasText(name);
        return page;
    }

    private static void tabTo(Page page, String selector) {
        for (var i = 0; i < 20; i++) {
            page.keyboard().press("Tab");
            if (Boolean.TRUE.equals(page.locator(selector).evaluate("element => element === document.activeElement"))) {
                return;
            }
        }
        throw new AssertionError(selector + " cannot be reached with the Tab key");
    }

    private static void picture(Page page, String file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(file)));
    }

    /** Telegram's script, as far as the page uses it. */
    private static void playTelegram(Page page, String initData) {
        page.route(SCRIPT, route -> route.fulfill(telegram(initData)));
    }

    private static Route.FulfillOptions telegram(String initData) {
        var user = initData.replaceAll(".*%22id%22%3A([0-9]+).*", "$1");
        return new Route.FulfillOptions().setContentType("text/javascript").setBody("""
                        window.Telegram = {WebApp: {
                          initData: decodeURIComponent('%s'),
                          initDataUnsafe: {user: {id: %s, language_code: 'ru'}},
                          ready() {}, expand() {},
                        }};""".formatted(
                        URLEncoder.encode(initData, StandardCharsets.UTF_8), user));
    }

    private String initData(long user) throws IOException {
        return InitData.ofUser(user, Instant.now()).sign(system.keys().telegramBotToken());
    }
}
