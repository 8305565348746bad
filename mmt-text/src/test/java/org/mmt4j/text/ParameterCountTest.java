package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.MissingExperts;
import org.mmt4j.config.VideoEncoder;
import org.mmt4j.data.Expert;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;

/** The published configurations have the numbers of parameters of the authors' code. */
class ParameterCountTest {

  private static final BertConfig BASE_CASED = BertConfig.builder().vocabularySize(28996).build();

  private static final List<String> LONG_VIDEOS = List.of("s3d:1024", "vggish:128");

  private static List<String> shortVideos(int face) {
    return List.of(
        "face:" + face,
        "ocr:300",
        "rgb:2048",
        "s3d:1024",
        "scene:2208",
        "speech:300",
        "vggish:128");
  }

  @Test
  void msrVtt() {
    assertEquals(133_357_063, count(shortVideos(512), 30, 19, Architecture.PUBLISHED));
  }

  @Test
  void lsmdc() {
    assertEquals(133_155_847, count(shortVideos(128), 30, 10, Architecture.PUBLISHED));
  }

  @Test
  void activityNet() {
    assertEquals(127_346_434, count(LONG_VIDEOS, 100, 10, Architecture.PUBLISHED));
    assertEquals(127_351_042, count(LONG_VIDEOS, 100, 19, Architecture.PUBLISHED));
  }

  @Test
  void howTo100M() {
    assertEquals(127_315_202, count(LONG_VIDEOS, 30, 19, Architecture.PUBLISHED));
  }

  @Test
  void baselinesOnMsrVtt() {
    Architecture skippingExperts = Architecture.PUBLISHED.with(MissingExperts.SKIPPED);
    assertEquals(
        116_259_335, count(shortVideos(512), 30, 19, skippingExperts.with(VideoEncoder.NONE)));
    assertEquals(
        119_691_783,
        count(shortVideos(512), 30, 19, skippingExperts.with(VideoEncoder.COLLABORATIVE_GATING)));
  }

  private static long count(
      List<String> experts, int seconds, int tokenTypes, Architecture architecture) {
    MmtModelBuilder builder =
        MmtModel.builder()
            .experts(experts.stream().map(ParameterCountTest::expert).toList())
            .captions(new Vectors())
            .maxSeconds(seconds)
            .tokenTypes(tokenTypes)
            .architecture(architecture);
    try (MmtModel model = builder.build()) {
      return model.parameters().count() + bert();
    }
  }

  private static Expert expert(String nameAndDimension) {
    int colon = nameAndDimension.indexOf(':');
    return Expert.of(
        nameAndDimension.substring(0, colon),
        Integer.parseInt(nameAndDimension.substring(colon + 1)));
  }

  private static long bert() {
    return Stream.of(BASE_CASED.parameterShapes(), BASE_CASED.poolerShapes())
        .map(Map::values)
        .flatMap(shapes -> shapes.stream())
        .mapToLong(shape -> LongStream.of(shape).reduce(1, (a, b) -> a * b))
        .sum();
  }

  /**
   * Replaces BERT-base with an input of its hidden size: its parameters are counted without
   * building it.
   */
  private static final class Vectors implements CaptionEncoder {

    @Override
    public String kind() {
      return "vectors";
    }

    @Override
    public int dimension() {
      return BASE_CASED.hiddenSize();
    }

    @Override
    public SortedMap<String, String> describe() {
      return new TreeMap<>();
    }

    @Override
    public OptionalInt paddingId() {
      return OptionalInt.empty();
    }

    @Override
    public int maxTokens() {
      return 1;
    }

    @Override
    public int[] tokenize(String caption) {
      return new int[] {1};
    }

    @Override
    public SDVariable encode(LayerContext context, CaptionTokens.Shape shape) {
      return context.input("h", shape.captions(), dimension());
    }

    @Override
    public void save(Path directory) {
      throw new UnsupportedOperationException("never saved");
    }

    @Override
    public void close() {}
  }
}
