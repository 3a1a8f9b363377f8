package dev.tigrit.auth;

import dev.tigrit.auth.client.jwks.JwksClient;
import dev.tigrit.auth.decision.CredentialVerifier;
import dev.tigrit.auth.jwt.Issuer;
import dev.tigrit.auth.jwt.IssuerKeys;
import dev.tigrit.auth.jwt.Issuers;
import dev.tigrit.auth.jwt.JwtVerifier;
import dev.tigrit.auth.keys.AuthKeys;
import dev.tigrit.auth.telegram.Bot;
import dev.tigrit.auth.telegram.BotProperties;
import dev.tigrit.auth.telegram.TelegramVerifier;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.log.References;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds the verifiers from the configuration. */
@Configuration(proxyBeanMethods = false)
class AuthConfiguration {

    @Bean
    References references(AuthKeys keys, Clock clock) {
        return new References(() -> keys.referenceKey(clock.instant()));
    }

    @Bean
    JwtVerifier jwtVerifier(AuthProperties auth, AuthKeys keys, JwksClient jwks) {
        var issuers = new ArrayList<>(new Issuers(keys::find, jwks::follow)
                .build(auth.issuers(), auth.telegram().oidc()));
        var secret = auth.jwtSecret().enabled() ? keys.findOwn("JWT_SECRET", EnvironmentKeys::requireLength) : null;
        if (secret != null) {
            issuers.add(new Issuer(auth.jwtSecret().toProfile(), new IssuerKeys(secret, List.of())));
        }
        return new JwtVerifier(issuers);
    }

    @Bean
    CredentialVerifier credentialVerifier(AuthProperties auth, AuthKeys keys, JwtVerifier jwt) {
        var bots = bots(auth.telegram(), keys);
        if (bots.isEmpty() && jwt.issuers().isEmpty()) {
            throw new IllegalStateException("No credential can be verified: set TELEGRAM_BOT_TOKEN or JWT_SECRET in the"
                    + " environment, auth.secrets.url to fetch them, or auth.issuers");
        }
        return new CredentialVerifier(
                new TelegramVerifier(
                        bots, auth.telegram().maxAge(), auth.telegram().maxFuture()),
                jwt);
    }

    private static List<Bot> bots(AuthProperties.Telegram telegram, AuthKeys keys) {
        var configured = telegram.enabled() ? telegram.bots() : List.<BotProperties>of();
        return configured.stream()
                .flatMap(bot -> Stream.ofNullable(bot.toBot(keys::findOwn)))
                .toList();
    }
}
