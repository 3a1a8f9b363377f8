package dev.tigrit.operator.desire;

import dev.tigrit.operator.bundle.SecretValue;

/** What was found where a candidate's value should be. */
public sealed interface Source {

    /** A good value. */
    record Value(SecretValue value) implements Source {}

    /** There is no Secret yet for a value of the operator's own making. */
    record NotGenerated() implements Source {}

    /**
     * Nothing that could be served.
     *
     * @param message for the owner; never holds a value
     */
    record Problem(Reason reason, String message) implements Source {}
}
