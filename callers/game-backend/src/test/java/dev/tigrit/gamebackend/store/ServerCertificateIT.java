package dev.tigrit.gamebackend.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.gamebackend.GameBackendApplication;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;

/** {@code DATABASE_SSLMODE=verify-full}: whose certificate is not of {@code DATABASE_CA} is no database of ours. */
class ServerCertificateIT {

    private static final String PASSWORD = "password";

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws Exception {
        certify("server", "localhost");
        certify("other", "localhost");
        server = EmbeddedPostgres.builder()
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", folder.resolve("server.crt").toString())
                .setServerConfig("ssl_key_file", folder.resolve("server.key").toString())
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void serverWithACertificateOfTheAuthorityIsUsed() {
        try (var application = run("server.crt", true)) {
            assertThat(countUsers(application)).isZero();
        }
    }

    @Test
    void schemaIsNotMadeOnAServerWithAnother() {
        assertThatThrownBy(() -> run("other.crt", true)).hasStackTraceContaining("PKIX path");
    }

    @Test
    void usersAreNotAskedForOnAServerWithAnother() {
        try (var application = run("other.crt", false)) {
            assertThatThrownBy(() -> countUsers(application)).hasStackTraceContaining("PKIX path");
        }
    }

    private static ConfigurableApplicationContext run(String authority, boolean migrate) {
        return new SpringApplicationBuilder(GameBackendApplication.class)
                .web(WebApplicationType.REACTIVE)
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--DATABASE_PORT=" + server.getPort(),
                        "--DATABASE_NAME=postgres",
                        "--DATABASE_USER=postgres",
                        "--DATABASE_SSLMODE=verify-full",
                        "--DATABASE_CA=" + folder.resolve(authority),
                        "--INTERNAL_API_SECRET=an internal secret of more than 32 bytes",
                        "--spring.flyway.enabled=" + migrate,
                        "--spring.flyway.connect-retries=0");
    }

    private static long countUsers(ConfigurableApplicationContext application) {
        return Objects.requireNonNull(application
                .getBean(DatabaseClient.class)
                .sql("SELECT count(*) FROM users")
                .mapValue(Long.class)
                .one()
                .block(Duration.ofSeconds(20)));
    }

    /** One that is its own authority, with its key beside it, as PEM. */
    private static void certify(String name, String host)
            throws IOException, InterruptedException, GeneralSecurityException {
        var store = folder.resolve(name + ".p12");
        var keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        write(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
        write(
                name + ".key",
                "PRIVATE KEY",
                keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    private static void write(String file, String kind, byte[] bytes) throws IOException {
        var body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        var path = folder.resolve(file);
        Files.writeString(path, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind));
        // PostgreSQL takes no key that others can read.
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
}
