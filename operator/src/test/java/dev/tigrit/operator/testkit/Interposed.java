package dev.tigrit.operator.testkit;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/** Sees each request of one client before it is sent. */
@FunctionalInterface
public interface Interposed extends Interceptor {

    /** @throws RuntimeException when the request shall fail */
    void request(String method, String path);

    @Override
    default void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        request(request.method(), request.uri().getPath());
    }
}
