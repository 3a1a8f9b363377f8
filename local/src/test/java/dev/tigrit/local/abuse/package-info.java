/** What one client can do to a service: each test floods one packaged jar and watches how everybody else is served. */
@NullMarked
package dev.tigrit.local.abuse;

import org.jspecify.annotations.NullMarked;
