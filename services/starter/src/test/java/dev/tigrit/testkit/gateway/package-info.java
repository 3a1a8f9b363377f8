/** Real gateways before an application: their processes, an application that tells what it was sent, and what forgers send. */
@NullMarked
package dev.tigrit.testkit.gateway;

import org.jspecify.annotations.NullMarked;
