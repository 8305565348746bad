package org.mmt4j.train.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertPooling;

final class AblationTableTest {

  private static final Bert BERT = SmallSetup.bert(BertPooling.CLS);
  private static final Variant BASE = Variant.of("base", base -> base);
  private static final Variant PUBLISHED =
      Variant.of("only rgb", base -> base.withExperts(List.of("rgb")))
          .withPaper(PaperFigures.of("Table 3c", 53.9, 0.3, 4.7, 0.5, 26.7, 0.7));

  @AfterAll
  static void close() {
    BERT.close();
  }

  private static AblationResult run(List<Long> seeds) {
    return AblationTable.of("Experts", List.of(BASE, PUBLISHED))
        .run(
            SmallSetup.of(BERT),
            seeds,
            (setup, seed) -> SmallSetup.metrics(setup.experts().size() + (int) seed));
  }

  @Test
  void tableContainsMeansAndDeviationsOverSeeds() {
    assertEquals(
        """
        Experts
                          R@1          R@5         R@10        MdR        MnR
        base      62.5 ± 12.5  100.0 ± 0.0  100.0 ± 0.0  1.8 ± 0.8  2.1 ± 0.4
        only rgb  37.5 ± 12.5  100.0 ± 0.0  100.0 ± 0.0  3.3 ± 0.8  2.9 ± 0.4
        """,
        run(List.of(0L, 1L)).format());
  }

  @Test
  void showsPaperFiguresAndNoDeviationForOneSeed() {
    assertEquals(
        """
        Experts
                   R@1    R@5   R@10  MdR  MnR  paper's R@5        MdR         MnR      from
        base      50.0  100.0  100.0  2.5  2.5            -          -           -         -
        only rgb  25.0  100.0  100.0  4.0  3.3   53.9 ± 0.3  4.7 ± 0.5  26.7 ± 0.7  Table 3c
        """,
        run(List.of(0L)).formatBesidePaper());
  }

  @Test
  void rawContainsRunsBySeed() {
    assertEquals(
        ImmutableMap.of(
            0L, SmallSetup.metrics(2).toMap(),
            1L, SmallSetup.metrics(3).toMap()),
        run(List.of(0L, 1L)).raw().get("base"));
  }

  @Test
  void deviationIsThatOfThePopulation() {
    assertEquals("4.7 ± 0.5", MeanAndDeviation.of(4, 5, 5).toString());
  }

  @Test
  void rejectsDuplicateSeeds() {
    assertEquals(
        "seeds: found [1, 1], expected at least one and no duplicates",
        assertThrows(IllegalArgumentException.class, () -> run(List.of(1L, 1L))).getMessage());
  }

  @Test
  void rejectsDuplicateVariantNames() {
    assertEquals(
        "Experts: found two variants named base, expected unique names",
        assertThrows(
                IllegalArgumentException.class,
                () -> AblationTable.of("Experts", List.of(BASE, BASE)))
            .getMessage());
  }
}
