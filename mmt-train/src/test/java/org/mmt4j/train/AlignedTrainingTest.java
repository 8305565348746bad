package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Floats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mmt4j.MmtModel;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.nn.GraphInput;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Training adds to what two towers know. Four words lie at angles of a plane; the image tower does
 * not tell a word from its neighbour, which only {@code audio} does.
 */
class AlignedTrainingTest {

  private static final List<String> WORDS = List.of("bark", "meow", "horn", "bell");
  private static final double[] CAPTION_ANGLES = {0, 0.4, 1.6, 2.0};
  private static final double[] FRAME_ANGLES = {0.2, 0.2, 1.8, 1.8};
  private static final LearningRateSchedule RATE = LearningRateSchedule.constant(0.01);

  @Test
  void trainingTellsApartWhatTheTowersCannot() {
    List<CaptionedVideo> videos = videos();
    try (MmtModel start =
            SmallData.model()
                .experts(Expert.of("audio", 2), Expert.of("clip", 2))
                .captions(new Towers())
                .alignedExpert("clip")
                .dropout(0)
                .build();
        MmtModel trained =
            SmallRun.of(start, videos)
                .with(c -> c.steps(150).batchSize(4).learningRate(RATE))
                .run()) {
      for (int word = 0; word < WORDS.size(); word++) {
        assertEquals(0, margin(start, videos, word), 1e-6); // float32
        double margin = margin(trained, videos, word);
        assertTrue(margin > 0.02, WORDS.get(word) + ": " + margin);
        VideoFeatures other = videos.get((word + 2) % 4).video();
        VideoFeatures own = videos.get(word).video();
        assertTrue(
            trained.similarity(own, WORDS.get(word)) > trained.similarity(other, WORDS.get(word)));
      }
    }
  }

  /** Returns the similarity of a word to its video less that to the neighbour's. */
  private static double margin(MmtModel model, List<CaptionedVideo> videos, int word) {
    return model.similarity(videos.get(word).video(), WORDS.get(word))
        - model.similarity(videos.get(word ^ 1).video(), WORDS.get(word));
  }

  private static List<CaptionedVideo> videos() {
    List<CaptionedVideo> videos = new ArrayList<>();
    for (int word = 0; word < WORDS.size(); word++) {
      float[] sound = word % 2 == 0 ? new float[] {1, 0} : new float[] {0, 1};
      Map<String, ExpertFeatures> experts =
          Map.of("audio", feature(sound), "clip", feature(unit(FRAME_ANGLES[word])));
      videos.add(CaptionedVideo.of(VideoFeatures.of(WORDS.get(word), experts), WORDS.get(word)));
    }
    return videos;
  }

  private static ExpertFeatures feature(float[] values) {
    return ExpertFeatures.of(new float[][] {values}, new double[] {0.5});
  }

  private static float[] unit(double angle) {
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }

  /** A text tower that is computed outside the graph. */
  private static final class Towers implements CaptionEncoder {

    @Override
    public String kind() {
      return "towers";
    }

    @Override
    public SortedMap<String, String> describe() {
      return new TreeMap<>();
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public int maxTokens() {
      return 1;
    }

    @Override
    public OptionalInt paddingId() {
      return OptionalInt.empty();
    }

    @Override
    public int[] tokenize(String caption) {
      return new int[] {WORDS.indexOf(caption)};
    }

    @Override
    public SDVariable encode(LayerContext context, CaptionTokens.Shape shape) {
      return input(shape).declare(context).mul(1);
    }

    private static GraphInput input(CaptionTokens.Shape shape) {
      return GraphInput.of("tower", shape.captions(), 2);
    }

    @Override
    public void fill(CompiledGraph graph, CaptionTokens tokens, CaptionTokens.Shape shape) {
      float[][] rows =
          tokens.captions().stream()
              .map(ids -> unit(CAPTION_ANGLES[ids[0]]))
              .toArray(float[][]::new);
      input(shape).fill(graph, Floats.concat(rows));
    }

    @Override
    public void save(Path directory) {}

    @Override
    public void close() {}
  }
}
