package dev.plimsoll.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// What is known of one manifest digest, for all replicas of the operator and for whoever may
/// see the cluster's reports: facts and findings, no verdicts.
///
/// Its name is the digest with a hyphen for the colon. Whoever creates it has claimed to read
/// the image.
@Group(ImagePolicy.GROUP)
@Version(ImagePolicy.VERSION)
@Kind("ImageReport")
@ShortNames("plir")
@Categories("plimsoll")
@AdditionalPrinterColumn(
    name = "REPOSITORY",
    jsonPath = ".spec.repository",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "SIZE",
    jsonPath = ".spec.image.pullSize",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "DISK",
    jsonPath = ".spec.image.diskSize",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "BASE",
    jsonPath = ".spec.image.base",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "FINDINGS",
    jsonPath = ".spec.found.findings",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "RECLAIMABLE",
    jsonPath = ".spec.found.reclaimable",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "RUNNING",
    jsonPath = ".status.running.pods",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class ImageReport extends CustomResource<ImageReportSpec, ImageReportStatus> {
  private static final long serialVersionUID = 1L;
}
