package dev.tigrit.secrets.bundle;

/** The format of a bundle that this release reads, the one that {@code openapi.yaml} defines. */
public final class BundleFormat {

    /** As documents state it. */
    public static final int NUMBER = 1;

    private BundleFormat() {}

    /**
     * A format that is not ours may have its members in other shapes, so it is looked for first.
     *
     * @throws InvalidBundleException.UnknownFormatException when it is another one, whatever else is in the document
     */
    public static void require(byte[] document) throws InvalidBundleException {
        var stated = new Object() {
            long number = -1;
        };
        DocumentReader.read(
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
        if (stated.number != NUMBER) {
            throw new InvalidBundleException.UnknownFormatException();
        }
    }
}
