package dev.plimsoll.e2e.installation;

import dev.plimsoll.e2e.images.ImageCorpus;
import dev.plimsoll.e2e.parts.ClusterExtension;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.FaultyRegistry;
import dev.plimsoll.e2e.parts.FaultyRegistry.Fault;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a [Surroundings] as a parameter: Plimsoll installed in the run's shared cluster,
/// with the images served by a registry and one registry for every fault.
///
/// It is one for all test classes that a process runs, one after another, so each class works in
/// namespaces of its own.
public final class InstallationExtension implements BeforeAllCallback, ParameterResolver {
  /// A kind beside Kubernetes' own that the operator is told to judge.
  public static final String EXTRA_WORKLOAD = "Convoy=convoys.e2e.plimsoll.dev/spec.template";

  /// Whose requests the operator is told not to judge: a user and a group of nobody else.
  public static final String EXCLUDED_USER = "system:serviceaccount:restore:restorer";

  /// Twice the chart's: under Ignore a review that a busy machine answers too late is an admission,
  /// and no test could tell it from a wrong one.
  private static final Duration ANSWERED = Duration.ofSeconds(10);

  public static final String EXCLUDED_GROUP = "plimsoll-e2e:excluded";

  /// Who may read the locked registry, and by which password.
  public static final String PULLER = "puller";

  public static final String PULLERS_PASSWORD = "pullers-pa55word";

  /// What a test on the whole line stands on.
  ///
  /// `locked` has the same images as `registry` for who logs in as [#PULLER]; `workshop` is a
  /// registry for images that tests make themselves.
  public record Surroundings(
      ControlPlane cluster,
      RegistryServer registry,
      RegistryServer locked,
      RegistryServer workshop,
      Map<Fault, FaultyRegistry> faults,
      Installation installation)
      implements AutoCloseable {

    @Override
    public void close() {
      installation.close();
      faults.values().forEach(FaultyRegistry::close);
      workshop.close();
      locked.close();
      registry.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    surroundings(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Surroundings.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return surroundings(context);
  }

  private static Surroundings surroundings(ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(InstallationExtension.class))
        .computeIfAbsent(
            Surroundings.class,
            _ -> start(ClusterExtension.controlPlane(context)),
            Surroundings.class);
  }

  private static Surroundings start(ControlPlane cluster) {
    ImageCorpus corpus = ImageCorpus.find(System.err::println);
    RegistryServer registry = corpus.serve(RegistrySettings.defaults(), System.err::println);
    RegistryServer locked =
        corpus.serve(
            RegistrySettings.defaults().withLogin(PULLER, PULLERS_PASSWORD), System.err::println);
    RegistryServer workshop = RegistryServer.start(RegistrySettings.defaults());
    Map<Fault, FaultyRegistry> faults = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      faults.put(fault, FaultyRegistry.with(fault));
    }
    String[] plain =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(registry.host(), locked.host(), workshop.host()),
                faults.values().stream().map(FaultyRegistry::host))
            .toArray(String[]::new);
    Installation installation =
        Installation.install(
            cluster,
            InstallationSettings.withInsecureRegistries(plain)
                .withTimeout(ANSWERED)
                .withProperty("plimsoll.extra-workloads=" + EXTRA_WORKLOAD)
                .withProperty("plimsoll.admission.excluded-users=" + EXCLUDED_USER)
                .withProperty("plimsoll.admission.excluded-groups=" + EXCLUDED_GROUP)
                .withProperty("plimsoll.probe.period=3s")
                .withProperty("plimsoll.certificate.check-period=1s"));
    return new Surroundings(cluster, registry, locked, workshop, faults, installation);
  }
}
