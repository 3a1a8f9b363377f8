package dev.tigrit.secrets.read;

import dev.tigrit.secrets.secret.Rendering;

/** What a read comes to. */
sealed interface ReadOutcome {

    /** The caller gets the value. */
    record Found(Rendering rendering, long revision) implements ReadOutcome {}

    /** The caller holds this state already. */
    record NotModified(String etag, long revision) implements ReadOutcome {}

    /** No such key, or not for this caller: the two cannot be told apart. */
    record NotFound(long revision) implements ReadOutcome {}

    /** The catalogue is older than the caller needs, or not there yet. */
    record NotYet(long revision) implements ReadOutcome {}

    /** The least revision is not a number. */
    record MalformedRevision() implements ReadOutcome {}

    /** The caller has no name. */
    record Unauthenticated() implements ReadOutcome {}
}
