package dev.tigrit.charts.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tigrit.auth.AuthProperties;
import dev.tigrit.auth.client.jwks.JwksClient;
import dev.tigrit.auth.client.jwks.JwksProperties;
import dev.tigrit.auth.jwt.Issuer;
import dev.tigrit.auth.jwt.IssuerProperties;
import dev.tigrit.auth.jwt.Issuers;
import dev.tigrit.auth.telegram.Bot;
import dev.tigrit.charts.kit.Manifests;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.loop.BackgroundLoops;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.web.reactive.function.client.WebClient;

/** What Auth makes of its configuration at start, by its own property records and with nothing behind them. */
record AuthService(AuthProperties properties, List<Bot> bots, List<Issuer> issuers) {

    /**
     * As a rendered chart has it.
     *
     * @param root stands for /etc/tigrit of the container
     * @throws RuntimeException where the service would not start
     */
    static AuthService of(Manifests manifests, Path root) {
        var data = manifests.get(ConfigMap.class, "tigrit-auth").getData();
        var yaml = Objects.requireNonNull(data.get("application.yaml")).replace("/etc/tigrit", root.toString());
        var environment = new HashMap<String, Object>();
        manifests.pod("tigrit-auth").getContainers().getFirst().getEnv().stream()
                .map(EnvVar::getName)
                .forEach(name -> environment.put(name, name.endsWith("_PROXY") ? "user:password@proxy:3128" : "set"));
        return of(yaml, environment);
    }

    /** As it is written by hand. */
    static AuthService of(String yaml, Map<String, Object> environment) {
        var given = new MutablePropertySources();
        try {
            new YamlPropertySourceLoader()
                    .load("application.yaml", new ByteArrayResource(yaml.getBytes(UTF_8)))
                    .forEach(given::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var all = new MutablePropertySources(given);
        all.addLast(new MapPropertySource("environment", environment));
        var binder = new Binder(ConfigurationPropertySources.from(given), new PropertySourcesPlaceholdersResolver(all));
        refuseUnknown(binder, "auth.telegram", Bindable.of(AuthProperties.Telegram.class));
        refuseUnknown(binder, "auth.jwt-secret", Bindable.of(AuthProperties.JwtSecret.class));
        refuseUnknown(binder, "auth.issuers", Bindable.mapOf(String.class, IssuerProperties.class));
        var properties = binder.bindOrCreate("auth", AuthProperties.class);
        var askedSecrets = binder.bind("auth.secrets.url", String.class).isBound();
        return new AuthService(
                properties,
                properties.telegram().bots().stream()
                        .map(bot -> bot.toBot((name, _) -> find(name, environment, askedSecrets)))
                        .filter(Objects::nonNull)
                        .toList(),
                new Issuers(
                                (name, _) -> find(name, environment, askedSecrets),
                                jwks(binder.bindOrCreate("auth.jwks", JwksProperties.class))::follow)
                        .build(properties.issuers(), properties.telegram().oidc()));
    }

    /** A property that no record has would be dropped without a word. */
    private static void refuseUnknown(Binder binder, String prefix, Bindable<?> type) {
        binder.bind(prefix, type, new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
    }

    private static @Nullable KeyRing find(String name, Map<String, Object> environment, boolean asksSecrets) {
        return asksSecrets || environment.containsKey(name) ? KeyRing.empty() : null;
    }

    /** It fetches nothing until it is started. */
    private static JwksClient jwks(JwksProperties properties) {
        var beans = new DefaultListableBeanFactory();
        beans.registerSingleton("properties", properties);
        beans.registerSingleton("builder", WebClient.builder());
        beans.registerSingleton("meters", (MeterRegistry) new SimpleMeterRegistry());
        beans.registerSingleton("clock", Clock.systemUTC());
        beans.registerSingleton("loops", new BackgroundLoops());
        return (JwksClient) beans.autowire(JwksClient.class, AutowireCapableBeanFactory.AUTOWIRE_CONSTRUCTOR, false);
    }
}
