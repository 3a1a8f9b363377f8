/** What a session is: its id, record and token, who may do what, and the errors of the contract. No HTTP and no store. */
@NullMarked
package dev.tigrit.sessions.session;

import org.jspecify.annotations.NullMarked;
