package dev.plimsoll.operator.pinning;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.admission.AdmissionResource;
import dev.plimsoll.operator.admission.RequestTimeout;
import dev.plimsoll.operator.admission.Turnstile;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mutating webhook that the API server calls for Pods: admits each of them.
@Path("/pin")
public final class PinningResource {
  private static final Logger LOG = LoggerFactory.getLogger(PinningResource.class);

  private final Pinning pinning;
  private final Turnstile turnstile;
  private final OperatorConfig config;

  PinningResource(Pinning pinning, Turnstile turnstile, OperatorConfig config) {
    this.pinning = pinning;
    this.turnstile = turnstile;
    this.config = config;
  }

  @POST
  @RunOnVirtualThread
  public Response pin(byte[] body, @RestQuery @Nullable String timeout) {
    Duration patience = RequestTimeout.parse(timeout, config.admission().defaultTimeout());
    double share = config.admission().deadlineShare();
    Deadline deadline = Deadline.in(Duration.ofNanos((long) (patience.toNanos() * share)));
    if (!turnstile.enter(deadline)) {
      return AdmissionResource.busy();
    }
    try {
      return answer(body, deadline);
    } finally {
      turnstile.leave();
    }
  }

  private Response answer(byte[] body, Deadline deadline) {
    try {
      PodReview review = PodReview.read(body);
      byte[] answer = PatchWriter.write(review.uid(), pins(review, deadline));
      return Response.ok(answer, MediaType.APPLICATION_JSON_TYPE).build();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("Request is no review of a Pod");
      return Response.status(Response.Status.BAD_REQUEST)
          .type(MediaType.TEXT_PLAIN)
          .entity("the request is no AdmissionReview in JSON".getBytes(StandardCharsets.UTF_8))
          .build();
    }
  }

  private List<Pin> pins(PodReview review, Deadline deadline) {
    if (!config.pinning().enabled()) {
      return List.of();
    }
    try {
      return pinning.pins(review, deadline);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.atError().addKeyValue("uid", review.uid()).setCause(e).log("Pinning failed");
      return List.of();
    }
  }
}
