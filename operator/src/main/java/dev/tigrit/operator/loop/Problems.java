package dev.tigrit.operator.loop;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** What may be logged of an exception: messages of the client library can quote the object that was sent. */
final class Problems {

    private Problems() {}

    static String describe(Exception e) {
        return e instanceof KubernetesClientException api && api.getCode() > 0
                ? "the API server answered " + api.getCode()
                : e instanceof IllegalStateException || e instanceof IllegalArgumentException
                        ? String.valueOf(e.getMessage())
                        : e.getClass().getSimpleName();
    }
}
