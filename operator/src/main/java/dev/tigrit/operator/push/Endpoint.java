package dev.tigrit.operator.push;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.net.URI;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One replica of the Secrets service.
 *
 * @param uid of its pod, so that another pod under the same address is another replica; empty when the slice does not say
 */
public record Endpoint(String address, int port, String uid) {

    /**
     * Replicas as EndpointSlices list them, ready or not: one that is not ready may be waiting for its first bundle. A pod that has
     * addresses of two families is in two slices, and one replica.
     */
    public static Set<Endpoint> of(Stream<EndpointSlice> slices) {
        var byPod = slices.flatMap(Endpoint::of)
                .collect(Collectors.toMap(
                        endpoint -> endpoint.uid().isEmpty() ? endpoint.toString() : endpoint.uid(),
                        Function.identity(),
                        BinaryOperator.minBy(Comparator.comparing(Endpoint::address))));
        return Set.copyOf(byPod.values());
    }

    private static Stream<Endpoint> of(EndpointSlice slice) {
        if (slice.getPorts() == null || slice.getEndpoints() == null) {
            return Stream.empty();
        }
        return slice.getPorts().stream()
                .filter(port -> "admin".equals(port.getName()))
                .map(EndpointPort::getPort)
                .filter(Objects::nonNull)
                .flatMap(port -> slice.getEndpoints().stream()
                        .filter(endpoint -> endpoint.getConditions() == null
                                || !Boolean.TRUE.equals(endpoint.getConditions().getTerminating()))
                        .map(endpoint -> new Endpoint(
                                endpoint.getAddresses().getFirst(),
                                port,
                                Optional.ofNullable(endpoint.getTargetRef())
                                        .map(ObjectReference::getUid)
                                        .orElse(""))));
    }

    URI uri(String path) {
        var host = address.contains(":") ? "[" + address + "]" : address;
        return URI.create("https://" + host + ":" + port + path);
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }
}
