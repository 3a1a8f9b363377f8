package dev.tigrit.bench.process;

import java.util.Locale;

/** The servers of a comparison. */
public enum Kind {
    RAW,
    AUTH,
    SESSIONS,
    SECRETS,
    SPRING_SECURITY_HS256,
    SPRING_SECURITY_RS256,
    SPRING_SESSION,
    SPRING_SESSION_INDEXED;

    /** Whether it is one of the project's services, packaged. */
    public boolean isService() {
        return this == AUTH || this == SESSIONS || this == SECRETS;
    }

    /** As it stands in tables and names of files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
