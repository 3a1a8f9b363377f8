package dev.tigrit.local;

import dev.tigrit.local.Caller.Answer;
import dev.tigrit.local.launcher.Folder;
import dev.tigrit.local.launcher.Keys;
import dev.tigrit.local.launcher.RunEnv;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;

/** A person signs in, stays signed in and signs out; somebody with changed data is refused. */
public final class Demo {

    /** The person in every example. */
    public static final long USER = 279058397;

    private final PrintStream out;
    private int step;

    public Demo(PrintStream out) {
        this.out = out;
    }

    /** @throws IOException says which step did not go as it should, or that nothing runs */
    public void run(Folder folder) throws IOException, InterruptedException {
        var caller = new Caller(RunEnv.read(folder));
        var initData = InitData.ofUser(USER, Instant.now()).sign(Keys.of(folder).telegramBotToken());
        var tampered = initData.replace(Long.toString(USER), "279058398");

        out.println("A Mini App hands over what Telegram signed for it:");
        out.println("   " + initData);
        var userId = expect(200, "Auth verifies it", caller.verifyInitData(initData), "user_id");
        var token = expect(201, "Sessions creates a session", caller.createSession(userId), "token");
        expect(200, "Sessions verifies the token", caller.verifySession(token), "user_id");
        expect(200, "Sessions extends it", caller.extendSession(token), "idle_expires_at");
        expect(204, "Sessions invalidates it", caller.invalidateSession(token), "");
        expect(401, "The token is worth nothing now", caller.verifySession(token), "code");
        expect(401, "Auth refuses the initData with another user's id", caller.verifyInitData(tampered), "code");
        out.println("Done: everything went as it should.");
    }

    private String expect(int status, String what, Answer answer, String field) throws IOException {
        step++;
        var value = answer.field(field);
        out.printf("%d. %s: %d %s%n", step, what, answer.status(), value.isEmpty() ? "" : field + " " + value);
        if (answer.status() != status) {
            throw new IOException(
                    "Step " + step + " should answer " + status + ", but: " + answer.status() + " " + answer.body());
        }
        return value;
    }
}
