package dev.tigrit.secrets.bundle;

import java.util.Arrays;
import java.util.List;

/** The formats of a bundle that this release reads; {@code openapi.yaml} says how they differ. */
public enum BundleFormat {
    ONE(1),
    TWO(2);

    private final int number;

    BundleFormat(int number) {
        this.number = number;
    }

    /** As documents state them. */
    public static List<Integer> numbers() {
        return Arrays.stream(values()).map(format -> format.number).toList();
    }

    /**
     * A format that is not ours may have its members in other shapes, so it is looked for first.
     *
     * @throws InvalidBundleException.UnknownFormatException when it is another one, whatever else is in the document
     */
    public static BundleFormat of(byte[] document) throws InvalidBundleException {
        var stated = new Object() {
            long number = -1;
        };
        StrictJson.read(
                document,
                json -> json.object(name -> {
                    if (name.equals("format")) {
                        stated.number = json.number(0, Integer.MAX_VALUE);
                    } else {
                        json.skip();
                    }
                }));
        if (stated.number < 0) {
            throw new InvalidBundleException("format: is missing");
        }
        return Arrays.stream(values())
                .filter(format -> format.number == stated.number)
                .findFirst()
                .orElseThrow(InvalidBundleException.UnknownFormatException::new);
    }
}
