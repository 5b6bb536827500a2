package dev.plimsoll.e2e.parts;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives the tests of one class an empty [RegistryServer] as a parameter; it ends with the class.
public final class RegistryExtension implements BeforeAllCallback, ParameterResolver {
  private final RegistrySettings settings;

  public RegistryExtension() {
    this(RegistrySettings.defaults());
  }

  /// For `@RegisterExtension static`, with a login or TLS.
  public RegistryExtension(RegistrySettings settings) {
    this.settings = settings;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    registry(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RegistryServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return registry(context);
  }

  /// Created before all tests in the store of the class, where those of its methods look too.
  private RegistryServer registry(ExtensionContext context) {
    return context
        .getStore(Namespace.create(RegistryExtension.class))
        .computeIfAbsent(this, _ -> RegistryServer.start(settings), RegistryServer.class);
  }
}
