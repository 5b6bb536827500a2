package dev.plimsoll.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectSelectorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                       | true  | true
          {matchLabels: {tier: web}}                                               | true  | false
          {matchLabels: {tier: db}}                                                | false | false
          {matchExpressions: [{key: tier, operator: In, values: [web, db]}]}       | true  | false
          {matchExpressions: [{key: tier, operator: In, values: [db]}]}            | false | false
          {matchExpressions: [{key: tier, operator: NotIn, values: [web]}]}        | false | true
          {matchExpressions: [{key: tier, operator: NotIn, values: [db]}]}         | true  | true
          {matchExpressions: [{key: tier, operator: Exists}]}                      | true  | false
          {matchExpressions: [{key: tier, operator: DoesNotExist}]}                | false | true
          {matchLabels: {tier: web}, matchExpressions: [{key: x, operator: Exists}]} | false | false
          """)
  void selectsAsKubernetesDoes(String selector, boolean web, boolean unlabelled) {
    PolicyMatch match =
        Corpus.policyWith("{profile: Baseline, match: {workloadSelector: " + selector + "}}")
            .getSpec()
            .match();

    assertThat(match.selects(Map.of("tier", "web", "app", "shop"))).isEqualTo(web);
    assertThat(match.selects(Map.of())).isEqualTo(unlabelled);
  }
}
