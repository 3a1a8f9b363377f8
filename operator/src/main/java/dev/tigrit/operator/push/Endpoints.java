package dev.tigrit.operator.push;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Replicas as EndpointSlices list them, ready or not: one that is not ready may be waiting for its first bundle. */
public final class Endpoints {

    private static final String PORT = "admin";

    private Endpoints() {}

    public static Set<Endpoint> of(Stream<EndpointSlice> slices) {
        return slices.flatMap(Endpoints::of).collect(Collectors.toSet());
    }

    private static Stream<Endpoint> of(EndpointSlice slice) {
        if (slice.getPorts() == null || slice.getEndpoints() == null) {
            return Stream.empty();
        }
        return slice.getPorts().stream()
                .filter(port -> PORT.equals(port.getName()))
                .map(EndpointPort::getPort)
                .filter(Objects::nonNull)
                .flatMap(port -> slice.getEndpoints().stream()
                        .filter(endpoint -> !isTerminating(endpoint))
                        .map(endpoint -> new Endpoint(endpoint.getAddresses().getFirst(), port, uid(endpoint))));
    }

    private static boolean isTerminating(io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint) {
        return endpoint.getConditions() != null
                && Boolean.TRUE.equals(endpoint.getConditions().getTerminating());
    }

    private static String uid(io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint) {
        return endpoint.getTargetRef() == null
                ? ""
                : Objects.requireNonNullElse(endpoint.getTargetRef().getUid(), "");
    }
}
