package dev.tigrit.auth.identity;

/**
 * Why a credential was refused, in full: for the audit line, the metrics and the test vectors. Clients see the coarser
 * {@link #disclosed}, which does not tell one failed signature from another.
 */
public enum Reason {
    MALFORMED(Disclosed.MALFORMED),
    DUPLICATE_KEY(Disclosed.MALFORMED),
    HASH_MISSING(Disclosed.MALFORMED),
    HASH_MALFORMED(Disclosed.MALFORMED),
    AUTH_DATE_MISSING(Disclosed.MALFORMED),
    AUTH_DATE_INVALID(Disclosed.MALFORMED),
    SIGNATURE_MISSING(Disclosed.MALFORMED),
    SIGNATURE_MALFORMED(Disclosed.MALFORMED),
    HASH_INVALID(Disclosed.INVALID),
    FUTURE_AUTH_DATE(Disclosed.NOT_YET_VALID),
    EXPIRED(Disclosed.EXPIRED),
    USER_MISSING(Disclosed.NO_IDENTITY),
    USER_INVALID(Disclosed.NO_IDENTITY),

    HEADER_INVALID(Disclosed.MALFORMED),
    ALGORITHM(Disclosed.INVALID),
    ISSUER(Disclosed.INVALID),
    SIGNATURE_INVALID(Disclosed.INVALID),
    UNKNOWN_KEY(Disclosed.INVALID),
    CLAIMS_INVALID(Disclosed.INVALID),
    AUDIENCE(Disclosed.INVALID),
    EXP_MISSING(Disclosed.INVALID),
    CLAIM_MISSING(Disclosed.INVALID),
    LIFETIME(Disclosed.INVALID),
    IAT_FUTURE(Disclosed.NOT_YET_VALID),
    NOT_BEFORE(Disclosed.NOT_YET_VALID),

    /** Genuine, but used before or by somebody else. */
    REPLAYED(Disclosed.REPLAYED);

    /** What a client may learn. */
    public enum Disclosed {
        MALFORMED,
        INVALID,
        EXPIRED,
        NOT_YET_VALID,
        NO_IDENTITY,
        REPLAYED
    }

    private final Disclosed disclosed;

    Reason(Disclosed disclosed) {
        this.disclosed = disclosed;
    }

    public Disclosed disclosed() {
        return disclosed;
    }
}
