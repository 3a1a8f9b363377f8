package dev.tigrit.operator.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One key of the Secrets service and where its value comes from. */
@Group(ManagedSecret.GROUP)
@Version(ManagedSecret.VERSION)
@ShortNames("msec")
@AdditionalPrinterColumn(name = "Key", jsonPath = ".spec.key", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Version", jsonPath = ".status.version", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Endpoints", jsonPath = ".status.endpoints", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Last Sync", jsonPath = ".status.lastSync", type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Next Rotation",
        jsonPath = ".status.nextRotation",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public final class ManagedSecret extends CustomResource<ManagedSecretSpec, ManagedSecretStatus> implements Namespaced {

    public static final String GROUP = "secrets.tigrit.dev";
    public static final String VERSION = "v1alpha1";
}
