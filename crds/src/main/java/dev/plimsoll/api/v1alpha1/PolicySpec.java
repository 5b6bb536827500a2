package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a policy asks of images, be it one namespace's or the cluster's.
public sealed interface PolicySpec permits ImagePolicySpec, ClusterImagePolicySpec {
  EnforcementMode enforcement();

  Profile profile();

  PolicyMatch match();

  WhenUndetermined whenUndetermined();

  AlreadyRunning alreadyRunning();

  @Nullable String tolerateUntil();

  List<String> knownBases();

  @Nullable Promotion promotedFrom();

  JsonNode rules();
}
