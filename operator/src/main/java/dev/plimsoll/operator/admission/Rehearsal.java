package dev.plimsoll.operator.admission;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageConfig.HistoryEntry;
import dev.plimsoll.image.Platform;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.profile.Profile;
import dev.plimsoll.policy.profile.Profiles;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The review that a replica asks itself so that Java has run what judging takes before others ask:
/// of a Pod whose image is known, under a profile, without the cluster, a registry or a trace.
///
/// It is known by every byte of it. Whoever else sends these hears what a Pod that there is not
/// would be told; the name of its namespace is none that an API server lets anybody give.
public final class Rehearsal {
  static final String NAMESPACE = "Rehearsal";
  private static final long MEBIBYTES = 900;

  /// As API servers write them, down to what they add to every Pod.
  private static final byte[] REVIEW =
      """
      {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{
      "uid":"00000000-0000-4000-8000-000000000000",
      "kind":{"group":"","version":"v1","kind":"Pod"},
      "resource":{"group":"","version":"v1","resource":"pods"},
      "requestKind":{"group":"","version":"v1","kind":"Pod"},
      "requestResource":{"group":"","version":"v1","resource":"pods"},
      "name":"rehearsal","namespace":"%1$s","operation":"CREATE",
      "userInfo":{"username":"rehearsal","groups":["system:authenticated"]},
      "object":{"kind":"Pod","apiVersion":"v1","metadata":{
      "name":"rehearsal","namespace":"%1$s","labels":{"app":"rehearsal"}},
      "spec":{"volumes":[{"name":"kube-api-access","projected":{"sources":[
      {"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},
      {"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}}],
      "defaultMode":420}}],
      "containers":[{"name":"app","image":"rehearsal.invalid/app:1","resources":{},
      "volumeMounts":[{"name":"kube-api-access","readOnly":true,
      "mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],
      "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File",
      "imagePullPolicy":"IfNotPresent"}],
      "restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst",
      "serviceAccountName":"default","securityContext":{},"schedulerName":"default-scheduler",
      "enableServiceLinks":true},"status":{}},
      "oldObject":null,"dryRun":true,
      "options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}}}
      """
          .formatted(NAMESPACE)
          .getBytes(StandardCharsets.UTF_8);

  private final Admission admission;

  Rehearsal(Evaluator evaluator, Admission.Terms terms) {
    List<Policy> policies = List.of(policy());
    this.admission =
        new Admission(
            (_, _, _) -> policies,
            known(new Inspected(facts())),
            evaluator,
            terms,
            InstantSource.system(),
            _ -> Optional.empty());
  }

  /// The review, as it goes over the network.
  public static byte[] review() {
    return REVIEW.clone();
  }

  /// Whether a request is that review, and no other.
  boolean isAskedBy(byte[] body) {
    return Arrays.equals(body, REVIEW);
  }

  /// What decides it.
  Admission admission() {
    return admission;
  }

  private static Inspections known(Inspection inspection) {
    return (Map<Reference, Depth> images, Duration _, Deadline _) ->
        images.keySet().stream()
            .collect(Collectors.toMap(Function.identity(), _ -> List.of(inspection)));
  }

  private static Policy policy() {
    return new Policy(
        "rehearsal",
        ImageMatch.EVERYTHING,
        Profiles.rulesOf(Profile.STRICT).stream()
            .<RuleSetting<?>>map(rule -> rule.setting(Enforcement.ENFORCE))
            .toList(),
        Map.of(),
        List.of());
  }

  private static Facts facts() {
    Digest digest = new Digest("sha256", "0".repeat(64));
    ImageConfig config =
        new ImageConfig(
            Platform.LINUX_AMD64,
            "root",
            List.of("/app"),
            List.of(),
            List.of("PATH=/usr/local/bin:/usr/bin"),
            Map.of(),
            List.of(digest),
            List.of(new HistoryEntry("COPY app /app # buildkit", false)));
    Layer layer = new Layer(1, digest, digest, Bytes.ofMebi(MEBIBYTES), null);
    return new Facts(digest, config, Map.of(), List.of(layer), BaseImage.NONE, null);
  }
}
