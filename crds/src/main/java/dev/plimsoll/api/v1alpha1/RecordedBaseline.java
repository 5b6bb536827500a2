package dev.plimsoll.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/// What one policy tolerates in one namespace, since it ran there when the policy began to
/// enforce; written by the operator.
@Group(ImagePolicy.GROUP)
@Version(ImagePolicy.VERSION)
@Kind("Baseline")
@Singular("baseline")
@Plural("baselines")
@ShortNames("plbl")
@Categories("plimsoll")
@AdditionalPrinterColumn(
    name = "POLICY",
    jsonPath = ".spec.policy.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "IMAGES",
    jsonPath = ".spec.count",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "ENDED",
    jsonPath = ".spec.ended",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class RecordedBaseline extends CustomResource<BaselineSpec, Void> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
