package dev.tigrit.operator.push;

import dev.tigrit.operator.bundle.Incarnation;
import java.util.Map;

/**
 * What believable replicas say of bundles before the stored one.
 *
 * @param isAhead whether one of them serves a later revision than the stored one, or something else under its number
 * @param incarnation the latest that one of them reports
 * @param revision the highest that one of them reports, 0 for none
 * @param versions the highest that one of them reports, by key; only of keys that were asked for
 */
public record Ahead(boolean isAhead, Incarnation incarnation, long revision, Map<String, Long> versions) {}
