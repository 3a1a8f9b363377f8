/** What is mounted into the container and changes while the service runs. */
@NullMarked
package dev.tigrit.starter.mount;

import org.jspecify.annotations.NullMarked;
