package dev.tigrit.auth.jwt;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The URL of an issuer's keys, and how to connect to it.
 *
 * @param url of the JWK Set
 * @param allowHttp whether it may be plain http on another host than this one
 * @param proxy {@code [http://][user:password@]host:port} that the request goes through; the process's own setting when null
 * @param caFile PEM file of who may sign the certificate there; the JVM's when null
 */
public record KeyAddress(
        URI url,
        boolean allowHttp,
        @Nullable String proxy,
        @Nullable Path caFile) {

    /** A proxy's address may hold a password. */
    @Override
    public String toString() {
        return url.toString();
    }
}
