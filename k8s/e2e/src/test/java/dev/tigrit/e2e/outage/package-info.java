/** What happens when something is down, and what is heard of it. */
@NullMarked
package dev.tigrit.e2e.outage;

import org.jspecify.annotations.NullMarked;
