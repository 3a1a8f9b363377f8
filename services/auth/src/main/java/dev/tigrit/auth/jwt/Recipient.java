package dev.tigrit.auth.jwt;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom a token has to be made for (RFC 7519 section 4.1.3).
 *
 * @param claims claims with the recipient; the first of them that a token has decides
 * @param accepted accepted recipients, one of which has to be named; any when empty
 */
public record Recipient(List<ClaimPath> claims, Set<String> accepted) {

    private static final List<ClaimPath> AUDIENCE = List.of(new ClaimPath("aud"));

    public static Recipient inAudience(Set<String> accepted) {
        return new Recipient(AUDIENCE, accepted);
    }

    boolean accepts(Map<String, Object> token) {
        if (accepted.isEmpty()) {
            return true;
        }
        for (var claim : claims) {
            var named = claim.in(token);
            if (named != null) {
                return isAccepted(named);
            }
        }
        return false;
    }

    private boolean isAccepted(Object named) {
        return switch (named) {
            case String one -> accepted.contains(one);
            case List<?> several ->
                several.stream().allMatch(String.class::isInstance)
                        && several.stream().anyMatch(accepted::contains);
            default -> false;
        };
    }
}
