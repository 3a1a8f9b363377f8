package dev.tigrit.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** A resource server as Spring Security's documentation describes it, without what an API for programs does not need. */
// No scan: it would find the other application.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class SecurityApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(SecurityApplication.class, arguments);
    }

    /** @param algorithm HS256 or RS256 */
    @Bean
    ReactiveJwtDecoder decoder(
            @Value("${bench.credentials}") String file, @Value("${bench.algorithm}") String algorithm)
            throws GeneralSecurityException {
        var credentials = Credentials.read(Path.of(file));
        if (algorithm.equals("HS256")) {
            var secret = new SecretKeySpec(credentials.jwtSecret().getBytes(UTF_8), "HmacSHA256");
            return NimbusReactiveJwtDecoder.withSecretKey(secret)
                    .macAlgorithm(MacAlgorithm.HS256)
                    .build();
        }
        var key = Credentials.publicKey("RSA", credentials.rsa());
        return NimbusReactiveJwtDecoder.withPublicKey((RSAPublicKey) key).build();
    }

    @Bean
    SecurityWebFilterChain security(ServerHttpSecurity http) {
        return http.authorizeExchange(exchanges -> exchanges
                        .pathMatchers("/ready")
                        .permitAll()
                        .anyExchange()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(jwt -> {}))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/ready", request -> ServerResponse.ok().build())
                .POST(
                        "/verify",
                        request -> request.principal()
                                .flatMap(user -> ServerResponse.ok()
                                        .contentType(MediaType.APPLICATION_JSON)
                                        .bodyValue("{\"user_id\":\"" + user.getName() + "\",\"method\":\"jwt\"}")))
                .build();
    }
}
