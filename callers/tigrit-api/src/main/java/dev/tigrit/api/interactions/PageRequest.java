package dev.tigrit.api.interactions;

import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.util.MultiValueMap;

/** Which page is wanted: {@code limit}, 1 to 100, default 20, and {@code before}, a {@code next} of an earlier answer. */
record PageRequest(int limit, long before) {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Set<String> PARAMETERS = Set.of("limit", "before");

    /** @throws ProblemException 400 for anything else than those two, each once */
    static PageRequest of(MultiValueMap<String, String> query) {
        if (!PARAMETERS.containsAll(query.keySet())) {
            throw malformed("The parameters are limit and before.");
        }
        var limit = number(query.getOrDefault("limit", List.of(Integer.toString(DEFAULT_LIMIT))), "limit");
        if (limit > MAX_LIMIT) {
            throw malformed("limit is at most " + MAX_LIMIT + ".");
        }
        var before = number(query.getOrDefault("before", List.of("999999999999999999")), "before");
        return new PageRequest(Math.toIntExact(limit), before);
    }

    private static long number(List<String> values, String name) {
        if (values.size() != 1
                || values.getFirst() == null
                || !NUMBER.matcher(values.getFirst()).matches()) {
            throw malformed(name + " has to be one positive number.");
        }
        return Long.parseLong(values.getFirst());
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(RequestProblem.BAD_REQUEST, detail);
    }
}
