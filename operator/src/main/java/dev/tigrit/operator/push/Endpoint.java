package dev.tigrit.operator.push;

import java.net.URI;

/**
 * One replica of the Secrets service.
 *
 * @param uid of its pod, so that another pod under the same address is another replica; empty when the slice does not say
 */
public record Endpoint(String address, int port, String uid) {

    URI uri(String path) {
        var host = address.contains(":") ? "[" + address + "]" : address;
        return URI.create("https://" + host + ":" + port + path);
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }
}
