/** How a service speaks HTTP: bounded strict JSON bodies, answers to wrong methods. */
@NullMarked
package dev.tigrit.starter.http;

import org.jspecify.annotations.NullMarked;
