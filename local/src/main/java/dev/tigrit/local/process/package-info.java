/** Child processes: started with a labelled output, stopped by their id, remembered on disk until they are gone. */
@NullMarked
package dev.tigrit.local.process;

import org.jspecify.annotations.NullMarked;
