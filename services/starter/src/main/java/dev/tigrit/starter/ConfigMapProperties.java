package dev.tigrit.starter;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The ConfigMap that is read at start. Its library takes one that does not exist for an empty one, also with fail-fast, and the
 * service would run on its defaults.
 *
 * @param source {@code kubernetes:} in a cluster; {@code optional:kubernetes:} may find nothing
 * @param loaded true in the ConfigMap itself, and nowhere else
 */
@ConfigurationProperties("tigrit.config")
record ConfigMapProperties(
        @DefaultValue("optional:kubernetes:") String source,
        @DefaultValue("false") boolean loaded) {

    /** Refuses to go on without what the cluster was to say. */
    ConfigMapProperties {
        if (!source.startsWith("optional:") && !loaded) {
            throw new IllegalStateException("tigrit.config.loaded is not true: no ConfigMap that says so was found by"
                    + " spring.cloud.kubernetes.config.name in spring.cloud.kubernetes.config.namespace");
        }
    }
}
