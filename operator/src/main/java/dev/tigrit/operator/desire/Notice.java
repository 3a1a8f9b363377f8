package dev.tigrit.operator.desire;

import dev.tigrit.operator.bundle.Claim;

/**
 * What the owner of an object should know beside the verdicts on its keys.
 *
 * @param about the object; need not have a key
 * @param message never holds a value
 */
public record Notice(Claim about, Reason reason, String message) {}
