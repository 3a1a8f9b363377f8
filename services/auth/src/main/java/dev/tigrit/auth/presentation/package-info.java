/** How the endpoints read a credential from a request, and how they write the identity. */
@NullMarked
package dev.tigrit.auth.presentation;

import org.jspecify.annotations.NullMarked;
