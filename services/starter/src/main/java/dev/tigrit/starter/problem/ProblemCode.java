package dev.tigrit.starter.problem;

import org.springframework.http.HttpStatus;

/**
 * One kind of error of a service's contract; each service has an enum of them. The enum constant's name in lower case is
 * the stable {@code code} of the body and the end of its {@code type} URI.
 */
public interface ProblemCode {

    String name();

    /** What is the same for every occurrence. */
    Kind kind();

    default HttpStatus status() {
        return kind().status();
    }

    default String title() {
        return kind().title();
    }

    /** @param title a short sentence (RFC 9457 section 3.1.3) */
    record Kind(HttpStatus status, String title) {}
}
