package dev.tigrit.operator.desire;

/** Why a key is, or is not, as its claimant asks: the reason of condition Ready. All but the first keep the last value served. */
public enum Reason {
    SERVED("Served"),
    /** The operator is about to make the value. */
    GENERATING("Generating"),
    /** The API server does not take the Secret of a generated value. */
    GENERATION_FAILED("GenerationFailed"),
    /** There is no such Secret, or it has no such data key. */
    SOURCE_MISSING("SourceMissing"),
    /** Not UTF-8, empty, too short or too large; or annotations that cannot be understood. */
    SOURCE_INVALID("SourceInvalid"),
    /** The Secret is not labelled for the operator. */
    SOURCE_NOT_CONSENTED("SourceNotConsented"),
    /** The key belongs to another claimant. */
    CONFLICT("Conflict"),
    /**
     * The operator's configuration does not let this namespace have this key, or generate; or the Secret is not for these readers, is of
     * the operator's making, or is to be rotated and is not.
     */
    NOT_PERMITTED("NotPermitted"),
    /** The value is older than revokeBefore, and its owner has not written a new one. */
    REVOKED_SERVED("RevokedVersionServed"),
    /** The namespace has as many keys or bytes as it may have. */
    QUOTA_EXCEEDED("QuotaExceeded"),
    /** A labelled Secret has keys that cannot be keys of the bundle; they are left out. Of an Event, never of a verdict. */
    KEY_INVALID("KeyInvalid"),
    /** The shard of the key has no room left. */
    BUNDLE_FULL("BundleFull");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** As it stands in conditions and Events. */
    public String text() {
        return text;
    }

    public boolean isReady() {
        return this == SERVED;
    }

    /** Whether somebody has to do something about it. */
    public boolean isProblem() {
        return this != SERVED && this != GENERATING;
    }
}
