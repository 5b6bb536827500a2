package dev.plimsoll.cli;

import dev.plimsoll.registry.ScriptedRegistry;
import java.io.IOException;
import java.nio.file.Path;

/// The shop's registry in a process of its own, and a kubectl that tells of a cluster that runs
/// its images, in the directory that the argument names, beside a layout with one of them: writes
/// the `PATH` with that kubectl on a line and the images' names on others, then an empty one, and
/// is there until its standard input ends.
final class ShopProcess {
  private static final String WORKSHOP = "shop/workshop:1";

  private ShopProcess() {}

  public static void main(String[] arguments) throws IOException {
    try (ScriptedRegistry registry = Shop.open()) {
      TestCluster cluster =
          new TestCluster(registry, Path.of(arguments[0]))
              .with(TestCluster.NAMESPACES)
              .with(
                  """
                  apiVersion: plimsoll.dev/v1alpha1
                  kind: ImagePolicy
                  metadata: {name: load-line, namespace: shop}
                  spec: {enforcement: Audit, profile: Baseline}
                  """)
              .running("shop", "web", "shop/web:1.4")
              .running("bank", "web", "shop/web:1.5")
              .reported("shop/web:1.4", 1)
              .reported("shop/web:1.5", 1);
      Path layout = Path.of(arguments[0]).resolve("layout");
      Shop.image(WORKSHOP).writeTo(layout, WORKSHOP);
      System.out.println(cluster.path());
      System.out.println(registry.host() + "/shop/web:1.4");
      System.out.println(registry.host() + "/" + WORKSHOP);
      System.out.println("oci:" + layout + ":" + WORKSHOP);
      System.out.println();
      while (System.in.read() >= 0) {
        // Whoever started this is still there.
      }
    }
  }
}
