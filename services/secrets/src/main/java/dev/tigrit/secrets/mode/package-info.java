/** Where the secrets come from: a folder with one file each, or the operator's bundle; and whether any have come. */
@NullMarked
package dev.tigrit.secrets.mode;

import org.jspecify.annotations.NullMarked;
