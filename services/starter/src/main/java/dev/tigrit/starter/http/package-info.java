/** How a service speaks HTTP: bounded strict bodies, answers to wrong methods, server-sent events. */
@NullMarked
package dev.tigrit.starter.http;

import org.jspecify.annotations.NullMarked;
