package org.mmt4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.data.Expert;
import org.nd4j.linalg.api.buffer.DataType;

class MmtModelBuilderTest {

  @Test
  void reportsAllProblems() {
    MmtModelBuilder builder =
        MmtModel.builder().hiddenSize(0).layers(-1).dropout(Double.NaN).dataType(DataType.INT32);
    assertEquals(
        """
        captions: found no caption encoder, expected one; set it with captions(encoder)
        dataType: found INT, expected FLOAT or DOUBLE
        hidden size: found 0, expected 1 to 65536
        layers: found -1, expected 1 to 65536
        dropout: found NaN, expected at least 0 and below 1
        attentionDropout: found NaN, expected at least 0 and below 1
        captionDropout: found NaN, expected at least 0 and below 1
        experts: found none, expected at least one""",
        assertThrows(IllegalArgumentException.class, builder::build).getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {-3, 0, 65_537, Integer.MAX_VALUE})
  void rejectsSizesOutOfRange(int size) {
    String found = ": found " + size + ", expected 1 to 65536";
    assertRejected("hidden size" + found, builder -> builder.hiddenSize(size).heads(1));
    assertRejected("layers" + found, builder -> builder.layers(size));
    assertRejected("feedForward" + found, builder -> builder.feedForward(size));
    assertRejected("maxSeconds" + found, builder -> builder.maxSeconds(size));
    assertRejected("maxFeatures" + found, builder -> builder.maxFeatures(size));
  }

  @Test
  void rejectsHeadsThatDoNotDivideTheHiddenSize() {
    assertRejected(
        "heads: found 5, expected a divisor of the hidden size 8", builder -> builder.heads(5));
  }

  @ParameterizedTest
  @CsvSource({"1", "-0.1", "Infinity"})
  void rejectsDropoutThatIsNotAProbability(double dropout) {
    String found = "ropout: found " + dropout + ", expected at least 0 and below 1";
    assertRejected(
        "d" + found + "\nattentionD" + found + "\ncaptionD" + found,
        builder -> builder.dropout(dropout));
  }

  @Test
  void rejectsDuplicateExperts() {
    assertRejected(
        "experts: found duplicate look, expected unique names",
        builder -> builder.experts(Expert.of("look", 3), Expert.of("look", 4)));
  }

  @Test
  void rejectsDuplicateTokenTypes() {
    assertRejected(
        "token type of expert look: found 4, expected a unique type from 1 to 18",
        builder ->
            builder.experts(
                Expert.of("audio", 2).withTokenType(4), Expert.of("look", 3).withTokenType(4)));
  }

  @Test
  void rejectsMoreExpertsThanTokenTypes() {
    assertRejected(
        "token type of expert text: found 3, expected a unique type from 1 to 2",
        builder -> builder.tokenTypes(3));
  }

  @Test
  void ordersExpertsByNameAndAssignsFreeTokenTypes() {
    try (MmtModel model =
        SmallModel.builder()
            .experts(Expert.of("z", 2), Expert.of("s3d", 4), Expert.of("a", 3))
            .build()) {
      List<Expert> experts = model.config().experts();
      assertEquals(List.of("a", "s3d", "z"), experts.stream().map(Expert::name).toList());
      assertEquals(List.of(2, 1, 3), experts.stream().map(Expert::tokenType).toList());
    }
  }

  @Test
  void seedDeterminesTheParameters() {
    try (MmtModel model = SmallModel.builder().seed(3).build();
        MmtModel same = SmallModel.builder().seed(3).build();
        MmtModel other = SmallModel.builder().seed(4).build()) {
      String name = "vid_bert.encoder.layer.1.output.dense.weight";
      assertEquals(model.parameters().get(name), same.parameters().get(name));
      assertNotEquals(model.parameters().get(name), other.parameters().get(name));
    }
  }

  private static void assertRejected(String message, UnaryOperator<MmtModelBuilder> change) {
    MmtModelBuilder builder = change.apply(SmallModel.builder());
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, builder::build).getMessage());
  }
}
