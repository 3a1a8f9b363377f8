package dev.tigrit.secrets.admin;

import dev.tigrit.secrets.secret.ServedSecret;
import dev.tigrit.starter.caller.CallerVerifier;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The admin port.
 *
 * @param port that it listens on; 0 for any free one
 * @param address that it listens on; absent: all. Without TLS only a loopback address is taken
 * @param subject the one service account that may call, {@code <namespace>/<name>}
 * @param audience that its token has to be made for; another one than that of the readers
 */
@ConfigurationProperties("secrets.admin")
@ConditionalOnProperty("secrets.bundle.directory")
record AdminProperties(
        @DefaultValue("9443") int port,
        @Nullable InetAddress address,
        @Nullable String subject,
        @Nullable String audience) {

    AdminProperties {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("secrets.admin.port has to be from 0 to 65535");
        }
        if (subject == null || !ServedSecret.isReader(subject) || subject.equals(CallerVerifier.INTERNAL)) {
            throw new IllegalArgumentException(
                    "secrets.admin.subject has to be <namespace>/<serviceaccount> of the operator in bundle mode");
        }
        if (audience == null || audience.isBlank()) {
            throw new IllegalArgumentException(
                    "secrets.admin.audience has to be the audience of the operator's token in bundle mode");
        }
    }
}
