/** The bundle as a mounted index and its shards: what a replica starts from, and what it falls back on when no push comes. */
@NullMarked
package dev.tigrit.secrets.mount;

import org.jspecify.annotations.NullMarked;
