package dev.plimsoll.operator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectedLabelsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                                                  | {}
          {matchLabels: {a: b, c: d}}                                                                         | {a=b, c=d}
          {matchExpressions: [{key: a, operator: In, values: [x, y]}]}                                        | {a=x}
          {matchExpressions: [{key: a, operator: In, values: [x, y]}, {key: a, operator: NotIn, values: [x]}]} | {a=y}
          {matchExpressions: [{key: a, operator: Exists}]}                                                    | {a=probe}
          {matchExpressions: [{key: a, operator: In, values: [x]}, {key: a, operator: Exists}]}               | {a=x}
          {matchLabels: {a: b}, matchExpressions: [{key: a, operator: In, values: [x, b]}]}                   | {a=b}
          {matchExpressions: [{key: a, operator: NotIn, values: [x]}, {key: c, operator: DoesNotExist}]}      | {}
          """)
  void areThoseThatTheSelectorAsksFor(String selector, String labels) {
    ValidatingWebhook webhook =
        Serialization.unmarshal("objectSelector: " + selector, ValidatingWebhook.class);

    assertThat(SelectedLabels.by(webhook.getObjectSelector())).hasToString(labels);
  }

  @Test
  void areNoneWithoutASelector() {
    assertThat(SelectedLabels.by(null)).isEmpty();
  }
}
