package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.secret.Secret;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One key of a bundle.
 *
 * @param secret what is served
 * @param readers the callers that may read it, sorted
 * @param useAfter as the document writes it: the digest is over the text, since one moment can be written in several ways
 * @param notAfter for each previous version as the document writes it, or {@code -}
 */
public record BundleEntry(Secret secret, SortedSet<String> readers, String useAfter, List<String> notAfter) {

    public BundleEntry {
        readers = Collections.unmodifiableSortedSet(new TreeSet<>(readers));
        notAfter = List.copyOf(notAfter);
    }

    public String key() {
        return secret.key();
    }
}
