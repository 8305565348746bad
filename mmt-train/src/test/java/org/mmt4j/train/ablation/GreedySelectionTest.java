package org.mmt4j.train.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.Expert;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertPooling;

final class GreedySelectionTest {

  private static final Bert BERT = SmallSetup.bert(BertPooling.CLS);

  /** Number of queries that are answered with a set of experts; 0 without an entry. */
  private static final Map<Set<String>, Integer> ANSWERED =
      ImmutableMap.of(
          Set.of("a"), 1,
          Set.of("b"), 2,
          Set.of("c"), 1,
          Set.of("a", "b"), 2,
          Set.of("b", "c"), 3,
          Set.of("a", "c"), 4,
          Set.of("a", "b", "c"), 4);

  private final List<Set<String>> tried = new ArrayList<>();

  @AfterAll
  static void close() {
    BERT.close();
  }

  private AblationResult select(List<String> experts) {
    Setup base =
        Setup.of(
            experts.stream().map(name -> Expert.of(name, 1)).toList(), BERT, List.of(), List.of());
    return GreedySelection.BY_MEAN_RANK.run(
        base,
        List.of(1L),
        (setup, seed) -> {
          tried.add(new TreeSet<>(setup.experts()));
          return SmallSetup.metrics(
              Objects.requireNonNull(ANSWERED.getOrDefault(Set.copyOf(setup.experts()), 0)));
        });
  }

  private static List<String> names(AblationResult result) {
    return result.rows().stream().map(row -> row.variant().name()).toList();
  }

  @Test
  void eachRoundAddsTheBestExpert() {
    assertEquals(List.of("+ b", "+ c", "+ a"), names(select(List.of("a", "b", "c"))));
    assertEquals(
        List.of(
            Set.of("a"),
            Set.of("b"),
            Set.of("c"),
            Set.of("a", "b"),
            Set.of("b", "c"),
            Set.of("a", "b", "c")),
        tried);
  }

  @Test
  void tiesSelectTheFirstExpert() {
    assertEquals(List.of("+ x", "+ y"), names(select(List.of("x", "y"))));
    assertEquals(List.of("+ y", "+ x"), names(select(List.of("y", "x"))));
  }

  @Test
  void rowsContainTheBestOfEachRound() {
    assertEquals(
        List.of(SmallSetup.metrics(2), SmallSetup.metrics(3), SmallSetup.metrics(4)),
        select(List.of("a", "b", "c")).rows().stream().map(row -> row.runs().get(1L)).toList());
  }
}
