/** The folder {@code .local}: what one running system keeps on disk, readable by its owner alone. */
@NullMarked
package dev.tigrit.local.folder;

import org.jspecify.annotations.NullMarked;
