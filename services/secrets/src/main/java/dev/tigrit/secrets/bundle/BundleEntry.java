package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.secret.InvalidDocumentException;
import dev.tigrit.secrets.secret.KeyName;
import dev.tigrit.secrets.secret.Node;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.Secret.Encoding;
import dev.tigrit.secrets.secret.ServedSecret;
import dev.tigrit.starter.key.Sensitive;
import java.util.ArrayList;
import java.util.Base64;
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

    static final int MAX_VALUE_BYTES = 1024 * 1024;

    private static final int MAX_READERS = 1000;

    public BundleEntry {
        readers = Collections.unmodifiableSortedSet(new TreeSet<>(readers));
        notAfter = List.copyOf(notAfter);
    }

    public String key() {
        return secret.key();
    }

    /** @throws InvalidDocumentException names the key when that is known */
    static BundleEntry read(Node json) throws InvalidDocumentException {
        var key = json.member("key").text();
        if (!KeyName.isValid(key)) {
            throw json.member("key").invalid("has to be " + KeyName.REGEX);
        }
        var entry = json.called(key);
        var encoding = entry.member("encoding").encoding();
        var version = entry.member("version").number(1, Secret.MAX_VERSION);
        var useAfter = entry.member("use_after");
        var previous = new ArrayList<Secret.Previous>();
        var ends = new ArrayList<String>();
        var list = entry.member("previous");
        var newer = version;
        for (var earlier : list.isMissing() ? List.<Node>of() : list.elements(Secret.MAX_PREVIOUS)) {
            var older = earlier.member("version").number(1, Secret.MAX_VERSION);
            if (older >= newer) {
                throw list.invalid("versions have to fall, and to be less than the current one");
            }
            newer = older;
            var end = earlier.member("not_after");
            var value = value(earlier.member("value"), encoding);
            previous.add(new Secret.Previous(value, older, end.isMissing() ? null : end.time()));
            ends.add(end.isMissing() ? "-" : end.text());
        }
        var value = value(entry.member("value"), encoding);
        var secret = new Secret(key, encoding, value, version, useAfter.time(), previous);
        return new BundleEntry(secret, readers(entry.member("readers")), useAfter.text(), ends);
    }

    private static SortedSet<String> readers(Node json) throws InvalidDocumentException {
        var names = new TreeSet<String>();
        for (var reader : json.elements(MAX_READERS)) {
            if (!ServedSecret.isReader(reader.text())) {
                throw reader.invalid("is neither internal nor <namespace>/<serviceaccount>");
            }
            names.add(reader.text());
        }
        return names;
    }

    private static Sensitive value(Node json, Encoding encoding) throws InvalidDocumentException {
        var value = encoding == Encoding.BASE64 ? base64(json) : json.bytes();
        if (value.length() == 0 || value.length() > MAX_VALUE_BYTES) {
            throw json.invalid("has to have from 1 to " + MAX_VALUE_BYTES + " bytes");
        }
        return value;
    }

    private static Sensitive base64(Node json) throws InvalidDocumentException {
        var text = json.bytes();
        // Java's decoder takes a missing padding, the contract does not.
        if (text.length() % 4 == 0) {
            try {
                return Sensitive.of(Base64.getDecoder().decode(text.copy()));
            } catch (IllegalArgumentException _) {
                // Its message quotes a character of the value.
            }
        }
        throw json.invalid("is not standard base64 with padding");
    }
}
