/** What the services' tests share: the contract checker and the architecture rules. Published as the starter's test jar. */
@NullMarked
package dev.tigrit.testkit;

import org.jspecify.annotations.NullMarked;
