/** The three callers on the real services. */
@org.jspecify.annotations.NullMarked
package dev.tigrit.local.caller;
