package dev.plimsoll.operator.admission;

import static dev.plimsoll.operator.admission.Reviews.bytes;
import static dev.plimsoll.operator.admission.Reviews.kind;
import static dev.plimsoll.operator.admission.Reviews.review;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.workload.JsonSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewReaderTest {
  @Test
  void readsWhatJudgingNeeds() throws Exception {
    Review review =
        ReviewReader.read(
            bytes(
                review(
                    "UPDATE",
                    kind("Deployment"),
                    "scale",
                    "{\"metadata\":{\"name\":\"é\"}}",
                    "{\"a\":1}")));

    assertThat(review.uid()).isEqualTo("7f0b2891-916f-4ed6-b7cd-27bff1815a8c");
    assertThat(review.operation()).isEqualTo("UPDATE");
    assertThat(review.group()).isEqualTo("apps");
    assertThat(review.resource()).isEqualTo("deployments");
    assertThat(review.subresource()).isEqualTo("scale");
    assertThat(review.namespace()).isEqualTo("shop");
    assertThat(review.name()).isEqualTo("web");
    assertThat(review.dryRun()).isFalse();
    assertThat(review.object()).isEqualTo(JsonSlice.of(bytes("{\"metadata\":{\"name\":\"é\"}}")));
    assertThat(review.oldObject()).isEqualTo(JsonSlice.of(bytes("{\"a\":1}")));
  }

  @Test
  void readsFieldsInAnyOrder() throws Exception {
    Review review =
        ReviewReader.read(
            bytes(
                """
                {"request":{"object":{"spec":{"x":[1,{"y":"}"}]}},"dryRun":true,
                 "operation":"CREATE","uid":"1","resource":{"resource":"pods","group":""}},
                 "kind":"AdmissionReview"}
                """));

    assertThat(review.uid()).isEqualTo("1");
    assertThat(review.resource()).isEqualTo("pods");
    assertThat(review.dryRun()).isTrue();
    assertThat(review.object())
        .isEqualTo(JsonSlice.of(bytes("{\"spec\":{\"x\":[1,{\"y\":\"}\"}]}}")));
    assertThat(review.oldObject()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "hello",
        "{}",
        "{\"request\":null}",
        "{\"request\":{}}",
        "{\"request\":{\"uid\":\"1\"}}",
        "{\"request\":{\"uid\":\"1\",\"operation\":\"CREATE\"",
      })
  void refusesWhatIsNoReview(String body) {
    assertThatThrownBy(() -> ReviewReader.read(bytes(body)))
        .isInstanceOf(MalformedReviewException.class)
        .hasMessageContaining("AdmissionReview");
  }
}
