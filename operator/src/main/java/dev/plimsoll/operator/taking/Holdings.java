package dev.plimsoll.operator.taking;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import dev.plimsoll.operator.running.RunningImage;
import dev.plimsoll.operator.running.RunningPod;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.workload.ContainerImage;
import dev.plimsoll.workload.JsonSlice;
import dev.plimsoll.workload.PodTemplate;
import dev.plimsoll.workload.WorkloadKind;
import dev.plimsoll.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds what namespaces run, and what their templates would start: those of workloads at zero, of
/// CronJobs between two runs, and of former revisions that somebody may roll back to.
final class Holdings {
  private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);
  private static final long PAGE = 250;
  private static final int FEW = 3;

  /// A former revision of a StatefulSet or DaemonSet.
  private static final WorkloadKind REVISION =
      new WorkloadKind(
          "apps", "controllerrevisions", "ControllerRevision", "data", "spec", "template");

  private final KubernetesClient client;
  private final Supplier<Collection<RunningPod>> pods;
  private final List<WorkloadKind> kinds;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final KubernetesSerialization json = new KubernetesSerialization();

  Holdings(
      KubernetesClient client, Supplier<Collection<RunningPod>> pods, List<WorkloadKind> kinds) {
    this.client = client;
    this.pods = pods;
    this.kinds = List.copyOf(kinds);
  }

  /// What these namespaces hold, each once.
  Set<Holding> in(Set<String> namespaces) {
    Set<Holding> found = new LinkedHashSet<>();
    pods.get().stream()
        .filter(pod -> namespaces.contains(pod.namespace()))
        .forEach(pod -> addRunning(pod, found));
    kinds().forEach(kind -> list(kind, namespaces, object -> addTemplate(object, kind, found)));
    return found;
  }

  private Stream<WorkloadKind> kinds() {
    return Stream.concat(kinds.stream().filter(kind -> !kind.isPod()), Stream.of(REVISION));
  }

  /// By the digest that the node has, and by the name that decides when the Pod is made again. A
  /// name that is none is recorded nowhere: no image could be found by it again.
  private static void addRunning(RunningPod pod, Set<Holding> found) {
    for (RunningPod.RunningContainer container : pod.containers()) {
      RunningImage image = RunningImage.of(container);
      if (image.named().isReadable()) {
        Stream.of(Optional.ofNullable(image.pinned()), Optional.of(image.named()))
            .flatMap(Optional::stream)
            .map(
                asked ->
                    new Holding(
                        pod.namespace(),
                        pod.labels(),
                        pod.pull(),
                        asked,
                        false,
                        container.context().of(image.named())))
            .forEach(found::add);
      }
    }
  }

  private void addTemplate(
      GenericKubernetesResource object, WorkloadKind kind, Set<Holding> found) {
    String namespace = object.getMetadata().getNamespace();
    try {
      byte[] text = json.asJson(object).getBytes(StandardCharsets.UTF_8);
      PodTemplate template = WorkloadReader.read(JsonSlice.of(text), kind).template();
      template.images().forEach(image -> addImage(namespace, template, image, found));
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("kind", kind.kind())
          .addKeyValue("namespace", namespace)
          .addKeyValue("name", object.getMetadata().getName())
          .setCause(e)
          .log("Template could not be read");
    }
  }

  /// A name that is none never ran.
  private static void addImage(
      String namespace, PodTemplate template, ContainerImage image, Set<Holding> found) {
    try {
      Reference named = Reference.parse(image.image());
      found.add(
          new Holding(
              namespace,
              template.labels(),
              template.pull(),
              named,
              image.isVolume(),
              image.context().of(named)));
    } catch (InvalidReferenceException e) {
      LOG.atDebug().addKeyValue("image", image.image()).setCause(e).log("Not a reference");
    }
  }

  private void list(
      WorkloadKind kind, Set<String> namespaces, Consumer<GenericKubernetesResource> each) {
    if (namespaces.size() <= FEW) {
      namespaces.forEach(namespace -> pages(kind, namespace, each));
    } else {
      pages(
          kind,
          null,
          object -> {
            if (namespaces.contains(object.getMetadata().getNamespace())) {
              each.accept(object);
            }
          });
    }
  }

  private void pages(
      WorkloadKind kind, @Nullable String namespace, Consumer<GenericKubernetesResource> each) {
    try {
      String version = version(kind);
      if (version != null) {
        pages(kind, version, namespace, each);
      }
    } catch (KubernetesClientException e) {
      if (isExtra(kind)) {
        tellOnce(kind, e);
      } else if (e.getCode() != HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  private void pages(
      WorkloadKind kind,
      String version,
      @Nullable String namespace,
      Consumer<GenericKubernetesResource> each) {
    var resources =
        client.genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup(kind.group())
                .withVersion(version)
                .withKind(kind.kind())
                .withPlural(kind.resource())
                .withNamespaced(true)
                .build());
    String next = null;
    do {
      var options = new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build();
      GenericKubernetesResourceList page =
          namespace == null
              ? resources.inAnyNamespace().list(options)
              : resources.inNamespace(namespace).list(options);
      List<GenericKubernetesResource> items = page.getItems();
      items.forEach(each);
      next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
  }

  /// The version to list a kind in; none where its API group is not served.
  private @Nullable String version(WorkloadKind kind) {
    if (!isExtra(kind)) {
      return "v1";
    }
    APIGroup group = client.getApiGroup(kind.group());
    return group == null ? null : group.getPreferredVersion().getVersion();
  }

  private static boolean isExtra(WorkloadKind kind) {
    return !kind.equals(REVISION) && !WorkloadKind.ALL.contains(kind);
  }

  /// One of the kinds that the operator was told of besides must not keep all baselines from being
  /// taken: what runs of it is known by its Pods.
  private void tellOnce(WorkloadKind kind, KubernetesClientException e) {
    if (e.getCode() != HTTP_NOT_FOUND && told.add(kind.fullName())) {
      LOG.atWarn()
          .addKeyValue("resource", kind.fullName())
          .setCause(e)
          .log("Cannot list a kind of plimsoll.extra-workloads: those at zero are not recorded");
    }
  }
}
