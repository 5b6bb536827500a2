package dev.plimsoll.e2e.parts;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a [ControlPlane], its [Kubectl] or its [KubernetesClient] as a parameter.
///
/// One cluster serves all test classes that a process runs, one after another: it starts when the
/// first asks and ends with the process, so each class works in a namespace of its own.
/// `KUBECONFIG` is not heeded: tests leave things behind.
public final class ClusterExtension implements BeforeAllCallback, ParameterResolver {
  private static final Set<Class<?>> TYPES =
      Set.of(ControlPlane.class, Kubectl.class, KubernetesClient.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    controlPlane(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return TYPES.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    var controlPlane = controlPlane(context);
    if (type == Kubectl.class) {
      return controlPlane.kubectl();
    }
    return type == KubernetesClient.class ? controlPlane.client() : controlPlane;
  }

  /// The run's cluster, started by whoever asks first.
  public static ControlPlane controlPlane(ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(ClusterExtension.class))
        .computeIfAbsent(
            ControlPlane.class,
            _ -> ControlPlane.start(ControlPlaneSettings.defaults()),
            ControlPlane.class);
  }
}
