package dev.plimsoll.operator.admission;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.metrics.AdmissionMeter;
import dev.plimsoll.verdict.JudgedImage;
import dev.plimsoll.verdict.Verdict;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The webhook that the API server calls: HTTP around a decision.
@Path("/validate")
public final class AdmissionResource {
  private static final Logger LOG = LoggerFactory.getLogger(AdmissionResource.class);

  private final Admission admission;
  private final Leniency leniency;
  private final JudgedKinds kinds;
  private final AdmissionMeter meter;
  private final Turnstile turnstile;
  private final Rehearsal rehearsal;
  private final OperatorConfig.Admission config;
  private final Optional<String> probed;

  AdmissionResource(
      Admission admission,
      Leniency leniency,
      JudgedKinds kinds,
      AdmissionMeter meter,
      Turnstile turnstile,
      Rehearsal rehearsal,
      OperatorConfig config) {
    this.admission = admission;
    this.leniency = leniency;
    this.kinds = kinds;
    this.meter = meter;
    this.turnstile = turnstile;
    this.rehearsal = rehearsal;
    this.config = config.admission();
    this.probed = config.probe().namespace();
  }

  @POST
  @RunOnVirtualThread
  public Response validate(byte[] body, @RestQuery @Nullable String timeout) {
    long started = System.nanoTime();
    Duration patience = RequestTimeout.parse(timeout, config.defaultTimeout());
    Deadline deadline =
        Deadline.in(Duration.ofNanos((long) (patience.toNanos() * config.deadlineShare())));
    if (!turnstile.enter(deadline)) {
      return busy();
    }
    try {
      return answer(body, deadline, started);
    } finally {
      turnstile.leave();
    }
  }

  private Response answer(byte[] body, Deadline deadline, long started) {
    try {
      Review review = ReviewReader.read(body, kinds.all());
      Optional<Decision> probe = ProbeAnswer.to(review, probed);
      if (probe.isPresent()) {
        return answer(review, probe.get());
      }
      if (rehearsal.isAskedBy(body)) {
        return answer(review, decide(rehearsal.admission(), review, deadline));
      }
      Decision decision = decide(admission, review, deadline);
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      report(review, decision, took);
      return answer(review, decision);
    } catch (MalformedReviewException e) {
      LOG.atWarn().addKeyValue("fault", e.fault()).log("Request is no review");
      return Response.status(Response.Status.BAD_REQUEST)
          .type(MediaType.TEXT_PLAIN)
          .entity(e.fault().getBytes(StandardCharsets.UTF_8))
          .build();
    }
  }

  /// What is said to a review that got no place.
  public static Response busy() {
    return Response.status(Response.Status.SERVICE_UNAVAILABLE)
        .type(MediaType.TEXT_PLAIN)
        .entity(
            "Plimsoll has too many reviews to judge at once; try again"
                .getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private static Response answer(Review review, Decision decision) {
    byte[] answer = ReviewWriter.write(review.uid(), decision.response());
    return Response.ok(answer, MediaType.APPLICATION_JSON_TYPE).build();
  }

  private Decision decide(Admission judge, Review review, Deadline deadline)
      throws MalformedReviewException {
    try {
      Optional<Decision> unjudged = leniency.without(review);
      return unjudged.isPresent()
          ? unjudged.get()
          : leniency.soften(judge.decide(review, deadline));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.atError().addKeyValue("uid", review.uid()).setCause(e).log("Deciding failed");
      return Decision.afterFault();
    }
  }

  private void report(Review review, Decision decision, Duration took) {
    boolean allowed = decision.response().allowed();
    meter.answered(Workloads.nameOfKind(review), allowed, decision.images(), took);
    if (decision.images().isEmpty()) {
      return;
    }
    LOG.atInfo()
        .addKeyValue("allowed", allowed)
        .addKeyValue("workload", decision.title())
        .addKeyValue("operation", review.operation())
        .addKeyValue("verdicts", decision.images().stream().map(AdmissionResource::brief).toList())
        .addKeyValue("dryRun", review.dryRun())
        .addKeyValue("breakGlass", decision.isExcused())
        .addKeyValue("tookMs", took.toMillis())
        .log("Workload judged");
  }

  private static String brief(JudgedImage image) {
    return image.image()
        + " "
        + switch (image.verdict()) {
          case Verdict.Admitted _ -> "admitted";
          case Verdict.Denied _ -> "denied";
          case Verdict.Undetermined undetermined -> "undetermined: " + undetermined.action();
        };
  }
}
