/** What Auth accepts: the values of its chart, held against the service's own property records. */
@NullMarked
package dev.tigrit.charts.auth;

import org.jspecify.annotations.NullMarked;
