package dev.plimsoll.operator.event;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where Events are written (`events.k8s.io/v1`), in the background and each once.
public final class Events implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final String CONTROLLER = "plimsoll.dev/operator";
  private static final String OF_THE_CLUSTER = "default";
  private static final int CONFLICT = 409;
  private static final int LONGEST_NOTE = 1024;
  private static final int LONGEST_NAME = 200;
  private static final String CUT = "…";
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final String instance;
  private final InstantSource clock;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("events").factory());

  /// `instance` is this replica.
  public Events(KubernetesClient client, String instance, InstantSource clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
  }

  /// Tells of it soon.
  public void tell(Happening happening) {
    Event event = eventOf(happening);
    writer.execute(() -> write(event));
  }

  private void write(Event event) {
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        LOG.atWarn()
            .addKeyValue("reason", event.getReason())
            .addKeyValue("note", event.getNote())
            .setCause(e)
            .log("Event cannot be written");
      }
    }
  }

  private Event eventOf(Happening happening) {
    ObjectReference regarding = happening.regarding();
    String namespace = regarding.getNamespace();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(namespace == null || namespace.isEmpty() ? OF_THE_CLUSTER : namespace)
        .withName(nameOf(happening))
        .endMetadata()
        .withEventTime(new MicroTime(MICROSECONDS.format(clock.instant())))
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withAction(happening.action())
        .withReason(happening.reason())
        .withType(happening.weight().type())
        .withNote(cut(happening.note(), LONGEST_NOTE))
        .withRegarding(regarding)
        .build();
  }

  /// The same happening has the same name, so that the API server takes it once.
  private static String nameOf(Happening happening) {
    String identity =
        happening.regarding().getUid() + "\n" + happening.reason() + "\n" + happening.once();
    String hash =
        UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
            .toString()
            .replace("-", "");
    String name = happening.regarding().getName();
    return (name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME)) + "." + hash;
  }

  /// The API server counts bytes.
  private static String cut(String text, int longest) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= longest) {
      return text;
    }
    int end = longest - CUT.getBytes(StandardCharsets.UTF_8).length;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--; // within a character
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + CUT;
  }

  @Override
  public void close() {
    writer.shutdown();
  }
}
