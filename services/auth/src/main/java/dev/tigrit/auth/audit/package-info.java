/** One line and one count for each decision, without the credential. */
@NullMarked
package dev.tigrit.auth.audit;

import org.jspecify.annotations.NullMarked;
