package dev.tigrit.local;

import dev.tigrit.local.launcher.Folder;
import dev.tigrit.local.launcher.Jars;
import dev.tigrit.local.launcher.Keys;
import dev.tigrit.local.launcher.Launcher;
import dev.tigrit.local.launcher.Output;
import dev.tigrit.local.launcher.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * {@code run}, {@code demo} or {@code init-data}, in the folder of the root POM or with {@code --root=<folder>},
 * {@code --folder=<folder>} (default: {@code .local} in the root) and, for {@code run}, {@code --base-port=<number>} and
 * {@code --bot=webhook|polling}.
 */
final class Local {

    private final List<String> arguments;
    private final Path root;
    private final Folder folder;

    private Local(List<String> arguments) {
        this.arguments = arguments;
        this.root = Path.of(option("root", ""));
        this.folder = new Folder(Path.of(option("folder", root.resolve(".local").toString())));
    }

    public static void main(String[] args) throws InterruptedException {
        System.exit(new Local(List.of(args)).execute());
    }

    private int execute() throws InterruptedException {
        try {
            return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
                case "run" -> new Launcher(new Jars(root), folder, basePort(), botMode()).run(Output.standard());
                case "demo" -> demo();
                case "init-data" -> initData();
                default ->
                    fail(
                            "usage: run | demo | init-data [--root=<folder>] [--folder=<folder>] [--base-port=<n>] [--bot=<mode>]");
            };
        } catch (ConnectException e) {
            return fail(
                    "Nothing answers at the addresses in " + folder.runEnv() + ": start the system with `make run`.");
        } catch (IOException e) {
            return fail(String.valueOf(e.getMessage()));
        }
    }

    private int demo() throws IOException, InterruptedException {
        new Demo(System.out).run(folder);
        return 0;
    }

    private int initData() throws IOException {
        System.out.println(
                InitData.ofUser(Demo.USER, Instant.now()).sign(Keys.of(folder).telegramBotToken()));
        return 0;
    }

    private String botMode() throws IOException {
        var mode = option("bot", "webhook");
        if (!List.of("webhook", "polling").contains(mode)) {
            throw new IOException("--bot is webhook or polling");
        }
        return mode;
    }

    private int basePort() {
        return Integer.parseInt(option("base-port", Integer.toString(Ports.DEFAULT_BASE)));
    }

    private String option(String name, String fallback) {
        var prefix = "--" + name + "=";
        return arguments.stream()
                .filter(argument -> argument.startsWith(prefix))
                .map(argument -> argument.substring(prefix.length()))
                .findFirst()
                .orElse(fallback);
    }

    private static int fail(String message) {
        System.err.println(message);
        return 1;
    }
}
