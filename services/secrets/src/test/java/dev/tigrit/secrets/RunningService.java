package dev.tigrit.secrets;

import dev.tigrit.secrets.admin.AdminServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service on ports of its own, for tests that start or stop it themselves. */
public final class RunningService implements AutoCloseable {

    public static final String INTERNAL_API_SECRET = "internal-secret-of-more-than-32-bytes";

    public static final String AUDIENCE = "secrets.tigrit.tigrit";
    public static final String ADMIN_AUDIENCE = "secrets-admin.tigrit.tigrit";
    public static final String OPERATOR = "tigrit/tigrit-operator";

    private final ConfigurableApplicationContext context;

    private RunningService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** @param more properties as {@code name=value}, stronger than those given here */
    public static RunningService on(Path directory, String... more) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("secrets.directory", directory.toString());
        properties.put("secrets.readers.SESSION_SIGNING_KEY", "internal");
        properties.put("secrets.readers.INTERNAL_API_SECRET", "internal");
        properties.put("INTERNAL_API_SECRET", INTERNAL_API_SECRET);
        return run(properties, more);
    }

    /**
     * Bundle mode without TLS, on loopback.
     *
     * @param folder with the folders {@code trust} and {@code bundle}
     */
    public static RunningService inBundleMode(Path folder, String... more) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("secrets.bundle.directory", folder.resolve("bundle").toString());
        properties.put("secrets.admin.port", "0");
        properties.put("secrets.admin.address", "127.0.0.1");
        properties.put("secrets.admin.subject", OPERATOR);
        properties.put("secrets.admin.audience", ADMIN_AUDIENCE);
        properties.put("tigrit.trust.directory", folder.resolve("trust").toString());
        properties.put("tigrit.trust.audience", AUDIENCE);
        return run(properties, more);
    }

    private static RunningService run(Map<String, String> properties, String... more) {
        properties.put("server.port", "0");
        properties.put("management.server.port", "0");
        properties.put("secrets.poll-interval", "100ms");
        for (var property : more) {
            var equals = property.indexOf('=');
            properties.put(property.substring(0, equals), property.substring(equals + 1));
        }
        var arguments = properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
        return new RunningService(new SpringApplicationBuilder(SecretsApplication.class).run(arguments));
    }

    public String url(String path) {
        return "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port") + path;
    }

    public String managementUrl(String path) {
        return "http://localhost:" + context.getEnvironment().getRequiredProperty("local.management.port") + path;
    }

    public String adminUrl(String path) {
        return "http://127.0.0.1:" + context.getBean(AdminServer.class).port() + path;
    }

    @Override
    public void close() {
        context.close();
    }
}
