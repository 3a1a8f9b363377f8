package dev.tigrit.bench;

import dev.tigrit.bench.process.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A call of a service, and what it is compared with in the same rounds. */
record Cell(String name, Call call, List<Against> others) {

    /** Ours first. */
    List<Call> calls() {
        return Stream.concat(Stream.of(call), others.stream().map(Against::call))
                .toList();
    }

    Set<Kind> servers() {
        return calls().stream().map(Call::server).collect(Collectors.toSet());
    }

    /**
     * @param name as in the table
     * @param floor least quotient of CPU per request, the other's by ours; 0: none is set
     * @param aim likewise
     */
    record Against(String name, Call call, double floor, double aim) {

        /** Whether the two are compared at half of their load as well. */
        boolean isRaw() {
            return call.server() == Kind.RAW;
        }
    }
}
