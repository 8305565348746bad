package org.mmt4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.VideoEncoder;
import org.mmt4j.data.Expert;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class PretrainedTest {

  private static final Expert LOOK = Expert.of("look", 3).withTokenType(1);
  private static final Expert AUDIO = Expert.of("audio", 2).withTokenType(2);
  private static final Expert TEXT = Expert.of("text", 4).withTokenType(3);

  @Test
  void copiesSharedParametersAndInitializesNewExperts() {
    try (MmtModel before = builder(LOOK, AUDIO).seed(1).build();
        MmtModel fresh = builder(LOOK, AUDIO, TEXT).seed(2).build();
        MmtModel model = builder(LOOK, AUDIO, TEXT).seed(2).initializedFrom(before).build()) {
      int ofNewExpert = 0;
      for (String name : model.parameters().names()) {
        boolean isNew = name.contains(".text.");
        ofNewExpert += isNew ? 1 : 0;
        MmtModel source = isNew ? fresh : before;
        assertEquals(source.parameters().get(name), model.parameters().get(name), name);
      }
      assertTrue(ofNewExpert > 3);
    }
  }

  @Test
  void additionalSecondsStartAtZero() {
    String name = "vid_bert.embeddings.position_embeddings.weight";
    try (MmtModel before = builder(LOOK).seed(1).build();
        MmtModel model = builder(LOOK).maxSeconds(7).initializedFrom(before).build()) {
      INDArray positions = model.parameters().get(name);
      assertEquals(9, positions.size(0));
      assertEquals(
          before.parameters().get(name),
          positions.get(NDArrayIndex.interval(0, 7), NDArrayIndex.all()));
      assertEquals(
          Nd4j.zeros(2, 8), positions.get(NDArrayIndex.interval(7, 9), NDArrayIndex.all()));
    }
  }

  @Test
  void skipsSurplusParameters() {
    try (MmtModel before = builder(LOOK, AUDIO).build();
        MmtModel model =
            builder(LOOK)
                .architecture(Architecture.PUBLISHED.with(VideoEncoder.NONE))
                .initializedFrom(before)
                .build()) {
      String bias = "text_GU.look.fc.bias";
      assertEquals(before.parameters().get(bias), model.parameters().get(bias));
    }
  }

  @Test
  void namesAllMismatches() {
    try (MmtModel before =
        builder(LOOK.withTokenType(2), AUDIO.withTokenType(1))
            .architecture(Architecture.PUBLISHED.with(VideoEncoder.NONE))
            .maxSeconds(9)
            .build()) {
      MmtModelBuilder builder =
          builder(Expert.of("look", 5).withTokenType(1), AUDIO).initializedFrom(before);
      List<String> lines =
          assertThrows(IllegalArgumentException.class, builder::build)
              .getMessage()
              .lines()
              .toList();
      assertTrue(
          lines.containsAll(
              List.of(
                  "token type of look: found 2 in the pretrained model, expected 1",
                  "token type of audio: found 1 in the pretrained model, expected 2",
                  "parameter video_dim_reduce.look.fc.weight: found shape [8, 3] in the pretrained"
                      + " model, expected [8, 5]",
                  "parameter vid_bert.embeddings.position_embeddings.weight: expected it in the"
                      + " pretrained model, found no such parameter")),
          lines.toString());
    }
  }

  @Test
  void rejectsFewerSecondsThanThePretrainedModel() {
    try (MmtModel before = builder(LOOK).maxSeconds(9).build()) {
      MmtModelBuilder builder = builder(LOOK).initializedFrom(before);
      assertThrows(IllegalArgumentException.class, builder::build);
    }
  }

  private static MmtModelBuilder builder(Expert... experts) {
    return SmallModel.builder().experts(experts);
  }
}
