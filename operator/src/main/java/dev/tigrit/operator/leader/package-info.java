/** Which of the operator's replicas acts. */
@NullMarked
package dev.tigrit.operator.leader;

import org.jspecify.annotations.NullMarked;
