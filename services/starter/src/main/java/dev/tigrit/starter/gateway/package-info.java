/** What an address needs that gateways ask before they let a request through. */
@NullMarked
package dev.tigrit.starter.gateway;

import org.jspecify.annotations.NullMarked;
