/** The door for hot calls: answered on the connection itself, with WebFlux behind it for every request that is not plain. */
@NullMarked
package dev.tigrit.starter.direct;

import org.jspecify.annotations.NullMarked;
