/** GET /v1/interactions: a person's own, page by page. */
@NullMarked
package dev.tigrit.api.interactions;

import org.jspecify.annotations.NullMarked;
