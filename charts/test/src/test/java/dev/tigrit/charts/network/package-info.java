/** Who reaches what: NetworkPolicies, Ingress, HTTPRoute. */
@NullMarked
package dev.tigrit.charts.network;

import org.jspecify.annotations.NullMarked;
