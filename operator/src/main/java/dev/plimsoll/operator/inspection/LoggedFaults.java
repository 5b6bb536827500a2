package dev.plimsoll.operator.inspection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.evaluation.Faults;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.rule.ContainerContext;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Faults of ours over images count as images that cannot be read, and are in the log, once a day
/// for each image: most rules fail alike, and are asked again every few minutes.
public final class LoggedFaults implements Faults {
  private static final Logger LOG = LoggerFactory.getLogger(LoggedFaults.class);
  private static final int MOST = 1_000;

  private final Cache<Fault, Boolean> logged =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterWrite(Duration.ofDays(1))
          .executor(Runnable::run)
          .build();

  private record Fault(String image, Class<?> kind) {}

  @Override
  public Unknown over(ContainerContext container, String rule, RuntimeException fault) {
    String image = Objects.toString(container.reference(), "the image");
    if (logged.asMap().putIfAbsent(new Fault(image, fault.getClass()), true) == null) {
      LOG.atError()
          .addKeyValue("image", image)
          .addKeyValue("rule", rule)
          .setCause(fault)
          .log("Judging failed");
    }
    return new Unknown(
        Cause.UNREADABLE,
        "Plimsoll failed while judging %s; the operator's log has the fault".formatted(image));
  }
}
