package dev.tigrit.auth.identity;

/**
 * Why a credential was refused, in full: for the audit line, the metrics and the test vectors. Clients see the coarser
 * {@link #problem}, which does not tell one failed signature from another.
 */
public enum Reason {
    MALFORMED(AuthProblem.CREDENTIAL_MALFORMED),
    DUPLICATE_KEY(AuthProblem.CREDENTIAL_MALFORMED),
    HASH_MISSING(AuthProblem.CREDENTIAL_MALFORMED),
    HASH_MALFORMED(AuthProblem.CREDENTIAL_MALFORMED),
    AUTH_DATE_MISSING(AuthProblem.CREDENTIAL_MALFORMED),
    AUTH_DATE_INVALID(AuthProblem.CREDENTIAL_MALFORMED),
    SIGNATURE_MISSING(AuthProblem.CREDENTIAL_MALFORMED),
    SIGNATURE_MALFORMED(AuthProblem.CREDENTIAL_MALFORMED),
    HASH_INVALID(AuthProblem.CREDENTIAL_INVALID),
    FUTURE_AUTH_DATE(AuthProblem.CREDENTIAL_NOT_YET_VALID),
    EXPIRED(AuthProblem.CREDENTIAL_EXPIRED),
    USER_MISSING(AuthProblem.IDENTITY_MISSING),
    USER_INVALID(AuthProblem.IDENTITY_MISSING),

    HEADER_INVALID(AuthProblem.CREDENTIAL_MALFORMED),
    ALGORITHM(AuthProblem.CREDENTIAL_INVALID),
    ISSUER(AuthProblem.CREDENTIAL_INVALID),
    SIGNATURE_INVALID(AuthProblem.CREDENTIAL_INVALID),
    UNKNOWN_KEY(AuthProblem.CREDENTIAL_INVALID),
    CLAIMS_INVALID(AuthProblem.CREDENTIAL_INVALID),
    AUDIENCE(AuthProblem.CREDENTIAL_INVALID),
    EXP_MISSING(AuthProblem.CREDENTIAL_INVALID),
    CLAIM_MISSING(AuthProblem.CREDENTIAL_INVALID),
    LIFETIME(AuthProblem.CREDENTIAL_INVALID),
    IAT_FUTURE(AuthProblem.CREDENTIAL_NOT_YET_VALID),
    NOT_BEFORE(AuthProblem.CREDENTIAL_NOT_YET_VALID),

    /** Genuine, but used before or by somebody else. */
    REPLAYED(AuthProblem.CREDENTIAL_REPLAYED);

    private final AuthProblem problem;

    Reason(AuthProblem problem) {
        this.problem = problem;
    }

    /** What the client may learn. */
    public AuthProblem problem() {
        return problem;
    }
}
