package org.mmt4j.train.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertPooling;

final class PaperTablesTest {

  private static final Bert BERT = SmallSetup.bert(BertPooling.CLS);

  private static final Setup BASE = SmallSetup.of(BERT).withCaptions(caption -> "the " + caption);

  @AfterAll
  static void close() {
    BERT.close();
  }

  private static List<String> hashes(AblationTable table) {
    return table.variants().stream()
        .map(variant -> Configuration.of(variant.change().apply(BASE), 1).hash())
        .toList();
  }

  @Test
  void rowsOfATableAreDifferent() {
    List<AblationTable> tables =
        List.of(
            PaperTables.pretraining(BASE.withExperts(List.of("audio"))),
            PaperTables.videoEncoders(),
            PaperTables.aggregates(),
            PaperTables.oneExpert(BASE.experts()));
    for (AblationTable table : tables) {
      List<String> hashes = hashes(table);
      assertFalse(hashes.isEmpty());
      assertEquals(hashes.size(), new HashSet<>(hashes).size(), table.title());
    }
  }

  @Test
  void publishedModelIsARowOfTables3aAnd3b() {
    String published = Configuration.of(BASE, 1).hash();
    assertEquals(published, hashes(PaperTables.videoEncoders()).get(4));
    assertEquals(published, hashes(PaperTables.aggregates()).get(2));
  }

  @Test
  void zeroShotUsesTestVideosOfTheBaseAndExpertsOfThePretraining() {
    Setup pretraining = BASE.withExperts(List.of("audio")).withTestVideos(List.of());
    Setup zeroShot = PaperTables.pretraining(pretraining).variants().get(0).change().apply(BASE);
    assertEquals(List.of("audio"), zeroShot.experts());
    assertEquals(BASE.withExperts(List.of("audio")).testVideos(), zeroShot.testVideos());
  }

  @Test
  void stopWordsAreRemovedFromPretrainingAndTest() {
    Setup setup = PaperTables.pretraining(BASE).variants().get(5).change().apply(BASE);
    for (Setup each : List.of(setup, setup.pretraining().orElseThrow())) {
      assertFalse(each.trainingVideos().get(0).captions().get(0).contains("the "));
      assertFalse(each.testVideos().get(0).captions().get(0).contains("the "));
    }
  }

  @Test
  void sizesMatchTheBuiltModel() {
    List<String> sizes =
        PaperTables.sizes().variants().stream()
            .map(variant -> variant.change().apply(BASE).builder(1).build())
            .map(
                model -> {
                  try (model) {
                    return model.config().layers() + "/" + model.config().heads();
                  }
                })
            .toList();
    assertEquals(List.of("2/2", "4/4", "8/8"), sizes);
  }

  @Test
  void allButOneRemovesEachExpertOnce() {
    assertEquals(
        List.of(List.of("audio"), List.of("rgb")),
        PaperTables.allButOne(BASE.experts()).variants().stream()
            .map(variant -> variant.change().apply(BASE).experts())
            .toList());
  }

  @Test
  void rejectsUnknownRowOfTable2() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> PaperTables.captionEncoders(Map.of("ELMo", base -> base)))
            .getMessage();
    assertEquals(
        "rows of Table 2: found [ELMo], expected names from [GrOVLE frozen, max pool,",
        message.substring(0, 76));
  }
}
