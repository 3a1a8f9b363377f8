/** Interactive API docs. Outside every service's scanned packages, so that they never show on the main port. */
@NullMarked
package dev.tigrit.starter.docs;

import org.jspecify.annotations.NullMarked;
