package dev.plimsoll.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// The load line for the images of many namespaces.
///
/// An image must satisfy every policy that is about it, the cluster's and its namespace's.
@Group(ImagePolicy.GROUP)
@Version(ImagePolicy.VERSION)
@Kind("ClusterImagePolicy")
@ShortNames("plcip")
@Categories("plimsoll")
@AdditionalPrinterColumn(
    name = "ENFORCEMENT",
    jsonPath = ".spec.enforcement",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "IMAGES",
    jsonPath = ".status.counts.images",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "VIOLATING",
    jsonPath = ".status.counts.violating",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "RECLAIMABLE",
    jsonPath = ".status.reclaimable.size",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "READY",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class ClusterImagePolicy extends CustomResource<ClusterImagePolicySpec, ImagePolicyStatus> {
  private static final long serialVersionUID = 1L;
}
