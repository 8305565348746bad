package org.mmt4j.train.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mmt4j.MmtModel;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.MissingExperts;
import org.mmt4j.config.VideoEncoder;
import org.mmt4j.data.Expert;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertPooling;

final class ModelComplexityTest {

  private static final Bert BERT = SmallSetup.bert(BertPooling.CLS);

  @AfterAll
  static void close() {
    BERT.close();
  }

  /** Returns the complexity with the published experts of MSR-VTT and a small caption encoder. */
  private static ModelComplexity complexity(Architecture architecture) {
    List<Expert> experts =
        Stream.of(
                "face:512",
                "ocr:300",
                "rgb:2048",
                "s3d:1024",
                "scene:2208",
                "speech:300",
                "vggish:128")
            .map(text -> text.split(":"))
            .map(parts -> Expert.of(parts[0], Integer.parseInt(parts[1])))
            .toList();
    try (MmtModel model =
        MmtModel.builder()
            .experts(experts)
            .captions(BERT.shared())
            .architecture(architecture)
            .build()) {
      ModelComplexity complexity =
          ModelComplexity.of(model, List.of(VideoFeatures.of("v", Map.of())), List.of("red"));
      assertEquals(model.parameters().count(), complexity.total());
      return complexity;
    }
  }

  @Test
  void videoSideMatchesThePaper() {
    ModelComplexity complexity = complexity(Architecture.PUBLISHED);
    assertEquals(6520 * 512 + 7 * 512, complexity.projections());
    assertEquals(3.3, complexity.projections() * 1e-6, 0.05);
    assertEquals(17.1, complexity.encoder() * 1e-6, 0.05);
    assertTrue(complexity.videoSeconds() > 0);
  }

  @Test
  void collaborativeGatingCountsForTheVideoSide() {
    Architecture gating =
        Architecture.PUBLISHED.with(VideoEncoder.COLLABORATIVE_GATING, MissingExperts.SKIPPED);
    Architecture none = Architecture.PUBLISHED.with(VideoEncoder.NONE, MissingExperts.SKIPPED);
    assertEquals(0, complexity(none).encoder());
    assertEquals(119_691_783 - 116_259_335, complexity(gating).encoder());
    assertEquals(complexity(none).captions(), complexity(gating).captions());
  }

  @Test
  void tableContainsTotalAndParts() {
    assertEquals(
        """
        Parameters, and seconds to embed and to rank
                             all     captions  projections      encoder    videos  captions   ranking
        paper, V100    133300000    112900000      3300000     17100000     1.100     0.900     0.050
        """,
        ModelComplexity.format(Map.of("paper, V100", ModelComplexity.PAPER)));
  }
}
