package dev.plimsoll.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// A permission for some images to break some rules until a day, with an owner and a reason.
///
/// It counts under the ImagePolicies of its own namespace, and under the ClusterImagePolicies that
/// accept exemptions from there.
@Group(ImagePolicy.GROUP)
@Version(ImagePolicy.VERSION)
@Kind("ImageExemption")
@ShortNames("plie")
@Categories("plimsoll")
@AdditionalPrinterColumn(
    name = "OWNER",
    jsonPath = ".spec.owner",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "EXPIRES",
    jsonPath = ".spec.expires",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "HONOURED",
    jsonPath = ".status.conditions[?(@.type==\"Honoured\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "NEEDED",
    jsonPath = ".status.conditions[?(@.type==\"Needed\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class ImageExemption extends CustomResource<ImageExemptionSpec, ImageExemptionStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
