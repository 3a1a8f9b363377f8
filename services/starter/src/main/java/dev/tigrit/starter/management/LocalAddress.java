package dev.tigrit.starter.management;

import org.springframework.core.env.Environment;

/** Where the ports of this process are on the machine that it runs on; known once they are open. */
final class LocalAddress {

    private LocalAddress() {}

    static String ofMainPort(Environment environment) {
        return at(environment, "local.server.port");
    }

    static String ofManagementPort(Environment environment) {
        return at(environment, "local.management.port");
    }

    private static String at(Environment environment, String port) {
        return "http://localhost:" + environment.getProperty(port);
    }
}
