package dev.tigrit.secrets.secret;

import dev.tigrit.starter.caller.CallerVerifier;
import java.util.regex.Pattern;

/** How a reader is written: {@code internal}, or {@code <namespace>/<serviceaccount>}. */
public final class ReaderName {

    /** Two names of Kubernetes objects (RFC 1123 labels and subdomains). */
    private static final Pattern SERVICE_ACCOUNT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}/[a-z0-9][a-z0-9.-]{0,252}");

    private ReaderName() {}

    public static boolean isValid(String name) {
        return name.equals(CallerVerifier.INTERNAL)
                || SERVICE_ACCOUNT.matcher(name).matches();
    }
}
