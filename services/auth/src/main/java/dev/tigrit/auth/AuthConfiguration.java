package dev.tigrit.auth;

import dev.tigrit.auth.bot.Bot;
import dev.tigrit.auth.bot.Bots;
import dev.tigrit.auth.client.secrets.SecretsClient;
import dev.tigrit.auth.initdata.InitDataVerifier;
import dev.tigrit.auth.jwt.JwtVerifier;
import dev.tigrit.auth.jwt.SharedSecret;
import dev.tigrit.auth.keys.AuthKeys;
import dev.tigrit.auth.verify.CredentialVerifier;
import dev.tigrit.starter.key.EnvironmentKeys;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds the verifiers from the configuration. */
@Configuration(proxyBeanMethods = false)
class AuthConfiguration {

    @Bean
    AuthKeys authKeys(EnvironmentKeys environment, SecretsClient secrets, AuthProperties auth) {
        return new AuthKeys(
                environment,
                secrets,
                auth.telegram().enabled(),
                auth.jwtSecret().enabled());
    }

    @Bean
    CredentialVerifier credentialVerifier(AuthProperties auth, AuthKeys keys) {
        var tokens = keys.botTokens();
        var bots = new Bots(tokens == null ? List.of() : List.of(new Bot(tokens)));
        var secrets = keys.jwtSecrets();
        return new CredentialVerifier(
                new InitDataVerifier(
                        bots, auth.telegram().maxAge(), auth.telegram().maxFuture()),
                secrets == null ? null : new JwtVerifier(auth.jwtSecret().toProfile(), new SharedSecret(secrets)));
    }
}
