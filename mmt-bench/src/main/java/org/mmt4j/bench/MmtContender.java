package org.mmt4j.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.VideoIndex;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.similarity.VectorPrecision;
import org.mmt4j.train.LearningRateSchedule;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.Trainer;
import org.mmt4j.train.TrainingConfig;
import org.mmt4j.train.TrainingListener;

/** This library, through its public API. */
final class MmtContender implements Contender {

  private final WorkFiles files;

  MmtContender(Path directory) {
    this.files = new WorkFiles(directory);
  }

  @Override
  public ImmutableMap<String, float[]> outputs(Workload workload, Precision precision)
      throws IOException {
    ImmutableList<CaptionedVideo> pairs = workload.pairs(Workload.BATCH);
    try (MmtModel model = model(precision)) {
      float[][] videos =
          model.embedVideos(videos(pairs)).stream()
              .map(VideoEmbedding::vector)
              .toArray(float[][]::new);
      float[][] captions =
          model.embedCaptions(captions(pairs)).stream()
              .map(CaptionEmbedding::vector)
              .toArray(float[][]::new);
      return ImmutableMap.of(
          VIDEOS,
          Floats.concat(videos),
          CAPTIONS,
          Floats.concat(captions),
          SIMILARITIES,
          Floats.concat(model.similarities(videos(pairs), captions(pairs)).toArray()),
          LOSSES,
          losses(model, pairs));
    }
  }

  private MmtModel model(Precision precision) throws IOException {
    MmtModel model = MmtModel.load(files.model());
    if (precision == Precision.FLOAT32) {
      return model;
    }
    try (model) {
      return model.withPrecision(precision);
    }
  }

  private static float[] losses(MmtModel model, List<CaptionedVideo> pairs) {
    List<Float> losses = new ArrayList<>();
    try (MmtModel withoutDropout = PaperModel.withoutDropout(model)) {
      train(withoutDropout, pairs, STEPS, report -> losses.add((float) report.loss()));
    }
    return Floats.toArray(losses);
  }

  @Override
  public void repeat(Part part, Turns turns) throws IOException {
    try (MmtModel model = model(part.precision())) {
      switch (part.task()) {
        case TRAIN -> train(model, part.workload(), turns);
        case VIDEO -> embedVideos(model, part.workload(), turns);
        case TEXT -> embedCaptions(model, part.workload(), turns);
        case SIMILARITY -> multiply(turns);
        case RANK -> rank(model, turns);
        case STARTUP ->
            throw new IllegalArgumentException(
                "part " + part + ": cannot be repeated in one process");
      }
    }
  }

  private static void train(MmtModel model, Workload workload, Turns turns) {
    train(
        model,
        workload.pairs(Workload.BATCH),
        Integer.MAX_VALUE,
        report -> turns.took(report.secondsPerStep()));
  }

  private static void embedVideos(MmtModel model, Workload workload, Turns turns) {
    List<VideoFeatures> videos = videos(workload.pairs(Workload.BATCH));
    turns.repeat(() -> model.embedVideos(videos));
  }

  private static void embedCaptions(MmtModel model, Workload workload, Turns turns) {
    List<String> captions = captions(workload.pairs(Workload.BATCH));
    turns.repeat(() -> model.embedCaptions(captions));
  }

  private static void multiply(Turns turns) {
    try (RandomVectors vectors = new RandomVectors()) {
      turns.repeat(vectors::multiply);
    }
  }

  private static void rank(MmtModel model, Turns turns) {
    CaptionEmbedding query = RandomVectors.query();
    try (VideoIndex index = RandomVectors.index(model, Part.INDEXED, VectorPrecision.FLOAT32)) {
      turns.repeat(() -> index.search(query, Part.BEST));
    }
  }

  @Override
  public double firstSimilarity() throws IOException {
    CaptionedVideo pair = Workload.TYPICAL.pairs(1).get(0);
    try (MmtModel model = MmtModel.load(files.model())) {
      return model.similarity(pair.video(), pair.captions().get(0));
    }
  }

  private static void train(
      MmtModel model, List<CaptionedVideo> pairs, int steps, OnStep listener) {
    TrainingConfig config =
        TrainingConfig.builder()
            .batchSize(pairs.size())
            .learningRate(LearningRateSchedule.constant(LEARNING_RATE))
            .steps(steps)
            .precision(model.precision())
            .build();
    Trainer.of(config).listener(listener).fit(model, pairs).close();
  }

  /** Receives every step. */
  @FunctionalInterface
  private interface OnStep extends TrainingListener {
    @Override
    void onStep(StepReport report);
  }

  private static List<VideoFeatures> videos(List<CaptionedVideo> pairs) {
    return pairs.stream().map(CaptionedVideo::video).toList();
  }

  private static List<String> captions(List<CaptionedVideo> pairs) {
    return pairs.stream().map(pair -> pair.captions().get(0)).toList();
  }
}
