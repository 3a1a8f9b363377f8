/** What is decided of a credential, by JMH: no server, no limits, no audit. */
@NullMarked
package dev.tigrit.bench.kernels;

import org.jspecify.annotations.NullMarked;
