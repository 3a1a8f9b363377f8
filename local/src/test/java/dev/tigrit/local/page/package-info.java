/** The Mini App page in a real browser. */
@org.jspecify.annotations.NullMarked
package dev.tigrit.local.page;
