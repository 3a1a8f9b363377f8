package dev.tigrit.gamebackend;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A real PostgreSQL for all tests of the run; it ends with the JVM. */
public final class TestDatabase {

    private TestDatabase() {}

    private static final class Shared {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static void properties(DynamicPropertyRegistry registry) {
        properties(registry, Shared.SERVER);
    }

    public static void properties(DynamicPropertyRegistry registry, EmbeddedPostgres server) {
        registry.add("DATABASE_PORT", server::getPort);
        registry.add("DATABASE_NAME", () -> "postgres");
        registry.add("DATABASE_USER", () -> "postgres");
    }
}
