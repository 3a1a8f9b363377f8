/** What the service says about itself: GET /health and the readiness of its key and store. */
@NullMarked
package dev.tigrit.sessions.health;

import org.jspecify.annotations.NullMarked;
