package dev.tigrit.bench.process;

import java.util.Locale;

/** The servers of a comparison. */
public enum Kind {
    RAW,
    AUTH,
    SESSIONS,
    /** Each extension is written, as Spring Session does at every access. */
    SESSIONS_UNTHROTTLED,
    SECRETS,
    SPRING_SECURITY_HS256,
    SPRING_SECURITY_RS256,
    SPRING_SESSION,
    SPRING_SESSION_INDEXED;

    /** Whether it is one of the project's services, packaged. */
    public boolean isService() {
        return this == AUTH || isSessions() || this == SECRETS;
    }

    public boolean isSessions() {
        return this == SESSIONS || this == SESSIONS_UNTHROTTLED;
    }

    /** The service's module, of one that is a service. */
    String module() {
        return isSessions() ? SESSIONS.text() : text();
    }

    /** As it stands in tables and names of files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
