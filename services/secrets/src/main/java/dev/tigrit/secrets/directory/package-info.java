/** Directory mode: a folder with one file for each secret, polled and read one whole generation at a time. */
@NullMarked
package dev.tigrit.secrets.directory;

import org.jspecify.annotations.NullMarked;
