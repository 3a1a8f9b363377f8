package dev.tigrit.operator.push;

/** What a replica says to a bundle. */
sealed interface PushOutcome {

    /** It serves this very bundle. */
    record Acknowledged() implements PushOutcome {}

    /** It serves a newer one, or another one of the same revision: the next revision has to be above. */
    record Ahead() implements PushOutcome {}

    /**
     * It will not take it however often it is sent.
     *
     * @param why without a word of the bundle
     */
    record Refused(String why) implements PushOutcome {}
}
