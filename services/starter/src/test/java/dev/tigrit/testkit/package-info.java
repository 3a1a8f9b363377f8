/** What the services' tests share: the contract checker, the architecture rules, a stand-in for Secrets. Published as the starter's test jar. */
@NullMarked
package dev.tigrit.testkit;

import org.jspecify.annotations.NullMarked;
