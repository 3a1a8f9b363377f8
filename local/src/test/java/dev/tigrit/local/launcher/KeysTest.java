package dev.tigrit.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {

    private final Folder folder;

    KeysTest(@TempDir Path directory) throws IOException {
        folder = new Folder(directory.resolve(".local"));
        folder.prepare();
    }

    @Test
    void firstStartMakesAllKeys() throws IOException {
        // When
        var keys = Keys.ensure(folder);

        // Then
        assertThat(keys.telegramBotToken()).matches("[0-9]{10}:[A-Za-z0-9_-]{35}");
        assertThat(Base64.getUrlDecoder().decode(keys.get("SESSION_SIGNING_KEY")))
                .hasSize(32);
        assertThat(Base64.getUrlDecoder().decode(keys.get("JWT_SECRET"))).hasSize(32);
        assertThat(Base64.getUrlDecoder().decode(keys.internalSecret())).hasSize(32);
    }

    @Test
    void secretOfTheServicesIsNotAmongTheServedKeys() throws IOException {
        // When
        Keys.ensure(folder);

        // Then
        try (var files = Files.list(folder.keys())) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("SESSION_SIGNING_KEY", "JWT_SECRET", "TELEGRAM_BOT_TOKEN");
        }
    }

    @Test
    void onlyTheOwnerReadsThem() throws IOException {
        // When
        Keys.ensure(folder);

        // Then
        assertThat(permissions(folder.keys())).isEqualTo("rwx------");
        assertThat(permissions(folder.keys().resolve("JWT_SECRET"))).isEqualTo("rw-------");
        assertThat(permissions(folder.path().resolve("INTERNAL_API_SECRET"))).isEqualTo("rw-------");
    }

    @Test
    void laterStartsKeepThem() throws IOException {
        // Given
        var token = Keys.ensure(folder).telegramBotToken();

        // When
        folder.prepare();
        var later = Keys.ensure(folder);

        // Then
        assertThat(later.telegramBotToken()).isEqualTo(token);
    }

    @Test
    void folderWithoutKeysIsNamed() {
        assertThatThrownBy(() -> Keys.of(folder))
                .hasMessageContaining(folder.keys().toString());
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
