/** Which service is calling, proved by a bearer token and the mounted trust document, and what it may do. */
@NullMarked
package dev.tigrit.starter.caller;

import org.jspecify.annotations.NullMarked;
