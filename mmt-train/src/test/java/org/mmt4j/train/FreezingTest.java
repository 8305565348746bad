package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.text.BertParameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Freezes parameters of golden cases: the gradients of the others do not change. */
final class FreezingTest {

  private static final double SAME = 1e-12;

  static Stream<Arguments> frozen() {
    Predicate<String> table = "word_embeddings.word_embeddings.weight"::equals;
    return Stream.of(
        Arguments.of("a_small", BertParameters.all(), "txt_bert"),
        Arguments.of("a_small", BertParameters.embeddings(), "txt_bert.embeddings"),
        Arguments.of("a_small", BertParameters.layersBelow(1), "txt_bert.encoder.layer.0"),
        Arguments.of("h_txtmxp", BertParameters.layersBelow(2), "txt_bert.encoder.layer"),
        Arguments.of("p_wordmxp", table, "word_embeddings"),
        Arguments.of("q_wordlstm_we", table, "word_embeddings"));
  }

  @ParameterizedTest
  @MethodSource("frozen")
  void onlyTrainedParametersHaveGradients(String name, Predicate<String> frozen, String prefix)
      throws IOException {
    GoldenCase golden = GoldenCase.load(GoldenParityTest.golden(), name);
    CaptionBatch captions = golden.captionBatch();
    Map<String, INDArray> expected = golden.read("grads.safetensors");
    try (Parameters parameters = golden.parameters(DataType.DOUBLE);
        BufferPool pool = new BufferPool();
        TrainingGraph graph = golden.trainingGraph(captions, parameters, pool, frozen)) {
      graph.run(golden.videos(), captions, 0);
      Set<String> learning = Sets.filter(expected.keySet(), other -> !other.startsWith(prefix));
      assertFalse(learning.size() == expected.size(), "nothing frozen");
      ImmutableMap<String, INDArray> found = graph.gradients(captions).whole();
      ImmutableSet.Builder<String> names = ImmutableSet.builder();
      names.addAll(found.keySet());
      graph.gradients(captions).rows().forEach(row -> names.add(row.table()));
      assertEquals(learning, names.build());
      for (String other : found.keySet()) {
        assertEquals(0, GoldenScores.distance(found.get(other), expected.get(other)), SAME, other);
      }
    }
  }

  @Test
  void rejectsZeroLayersToFreeze() {
    assertEquals(
        "number of layers to freeze: found 0, expected at least 1",
        assertThrows(IllegalArgumentException.class, () -> BertParameters.layersBelow(0))
            .getMessage());
  }
}
