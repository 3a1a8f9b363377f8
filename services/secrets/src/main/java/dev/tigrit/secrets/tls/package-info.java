/** TLS of the ports that hand out and take in secrets, with a certificate that is replaced while the service runs. */
@NullMarked
package dev.tigrit.secrets.tls;

import org.jspecify.annotations.NullMarked;
