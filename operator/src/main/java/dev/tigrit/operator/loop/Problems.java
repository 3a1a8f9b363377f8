package dev.tigrit.operator.loop;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/** What may be logged of an exception: messages of the client library can quote the object that was sent. */
final class Problems {

    private static final String OURS = "dev.tigrit.";

    private Problems() {}

    static @Nullable String describe(Exception e) {
        if (e instanceof KubernetesClientException api && api.getCode() > 0) {
            return "the API server answered " + api.getCode();
        }
        var thrower = e.getStackTrace();
        return thrower.length > 0 && thrower[0].getClassName().startsWith(OURS)
                ? e.getMessage()
                : e.getClass().getSimpleName();
    }
}
