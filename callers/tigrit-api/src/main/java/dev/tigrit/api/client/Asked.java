package dev.tigrit.api.client;

/** What the service that knows such tokens says. */
public sealed interface Asked {

    /** It is this user's. */
    record Person(String userId) implements Asked {}

    /** It is nobody's, or no longer. */
    record Nobody() implements Asked {}

    /** No answer: nothing is known of the token. */
    record Unknown() implements Asked {}
}
