/** The operator's port: it replaces the bundle and asks what is served. */
@NullMarked
package dev.tigrit.secrets.admin;

import org.jspecify.annotations.NullMarked;
