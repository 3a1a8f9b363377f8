package dev.tigrit.auth.jwt;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A claim that has to be there.
 *
 * @param claim path of the claim
 * @param values one of which it has to be, or to hold when it is a list; any when empty
 */
public record RequiredClaim(ClaimPath claim, Set<String> values) {

    boolean isMet(Map<String, Object> claims) {
        return switch (claim.in(claims)) {
            case null -> false;
            case List<?> items when !values.isEmpty() -> items.stream().anyMatch(this::allows);
            case Object one -> values.isEmpty() || allows(one);
        };
    }

    private boolean allows(Object value) {
        return switch (value) {
            case String text -> values.contains(text);
            case Boolean truth -> values.contains(truth.toString());
            case Long number -> values.contains(number.toString());
            default -> false;
        };
    }
}
