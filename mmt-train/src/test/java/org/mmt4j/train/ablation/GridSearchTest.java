package org.mmt4j.train.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertPooling;

final class GridSearchTest {

  private static final Bert BERT = SmallSetup.bert(BertPooling.CLS);

  private static final List<Variant> EXPERTS =
      List.of(
          Variant.of("rgb", setup -> setup.withExperts(List.of("rgb"))),
          Variant.of("all", setup -> setup));
  private static final List<Variant> TESTS =
      List.of(
          Variant.of("few", setup -> setup.withTestVideos(SmallSetup.videos("few", 2))),
          Variant.of("many", setup -> setup.withTestVideos(SmallSetup.videos("many", 3))));

  @AfterAll
  static void close() {
    BERT.close();
  }

  private static AblationResult search(GridSearch grid, Experiment experiment) {
    return grid.run(SmallSetup.of(BERT), List.of(0L, 1L), experiment);
  }

  private static List<String> names(AblationResult result) {
    return result.rows().stream().map(row -> row.variant().name()).toList();
  }

  @Test
  void runsEveryCombinationAndSortsByScore() {
    AblationResult result =
        search(
            GridSearch.over(List.of(EXPERTS, TESTS)),
            (setup, seed) ->
                SmallSetup.metrics(
                    (setup.experts().size() == 2 ? 2 : 0)
                        + (setup.testVideos().size() == 3 ? 1 : 0)
                        + (int) seed));
    assertEquals(List.of("all, many", "all, few", "rgb, many", "rgb, few"), names(result));
  }

  @Test
  void tiesKeepGridOrder() {
    AblationResult result =
        search(GridSearch.over(List.of(EXPERTS, TESTS)), (setup, seed) -> SmallSetup.metrics(1));
    assertEquals(List.of("rgb, few", "rgb, many", "all, few", "all, many"), names(result));
  }

  @Test
  void comparesMeansOverSeeds() {
    AblationResult result =
        search(
            GridSearch.over(List.of(EXPERTS)),
            (setup, seed) -> SmallSetup.metrics(setup.experts().size() == 2 ? 2 : 3 * (int) seed));
    assertEquals(List.of("all", "rgb"), names(result));
  }

  @Test
  void scoredByChangesTheOrder() {
    GridSearch worst =
        GridSearch.over(List.of(EXPERTS)).scoredBy(metrics -> -metrics.textToVideo().r1());
    AblationResult result =
        search(worst, (setup, seed) -> SmallSetup.metrics(setup.experts().size()));
    assertEquals(List.of("rgb", "all"), names(result));
  }

  @Test
  void rejectsAnEmptyAxis() {
    assertEquals(
        "axes of the grid search: found sizes [2, 0], expected at least one axis and no empty axis",
        assertThrows(
                IllegalArgumentException.class, () -> GridSearch.over(List.of(EXPERTS, List.of())))
            .getMessage());
  }
}
