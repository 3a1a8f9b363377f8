package dev.tigrit.operator.source;

/** Asks whether there is a Secret that no watch shows, because its owner has not labelled it. */
public interface Unlabelled {

    boolean exists(String namespace, String name);
}
