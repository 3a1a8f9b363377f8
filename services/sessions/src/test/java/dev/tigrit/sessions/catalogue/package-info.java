/** The catalogue of tests T1 to T23: the bugs of other session stores, each as a test that names its number. */
@NullMarked
package dev.tigrit.sessions.catalogue;

import org.jspecify.annotations.NullMarked;
