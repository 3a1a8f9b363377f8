package dev.tigrit.starter.http;

import reactor.core.publisher.Mono;

/** What {@code GET /health} needs beside a running process, where a service has a bean of this type. */
@FunctionalInterface
public interface HealthCheck {

    /** Completes when it is there, and fails with the problem to answer when it is not. */
    Mono<Void> check();
}
