package dev.tigrit.operator.push;

import java.io.IOException;

/** A replica says what none that serves bundles of this operator could say. The message has nothing of its words. */
final class ImplausibleReport extends IOException {

    private static final long serialVersionUID = 1;

    ImplausibleReport(String message) {
        super(message);
    }
}
