package org.mmt4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.extract.zeroshot.ZeroShot;
import org.mmt4j.features.FolderDataset;
import org.mmt4j.train.evaluation.RetrievalMetrics;
import org.mmt4j.train.evaluation.RetrievalTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ranks the videos of a data set for their captions without a trained model. */
@Command(
    name = "evaluate-zero-shot",
    description = {
      "Prints how well captions find their videos without training: by all experts of text, and by each alone.",
      "Uses the first caption of each video."
    })
public final class EvaluateZeroShot implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder with captions.tsv, .csv or .jsonl and the subfolder features.")
  private Path data = Path.of("");

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Folder of the experts' model files, with which the features were extracted.")
  private Optional<Path> models = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new EvaluateZeroShot(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    List<CaptionedVideo> videos;
    try (FolderDataset dataset = FolderDataset.open(data)) {
      videos = dataset.all().loadAll();
    }
    List<ZeroShot> captions =
        ZeroShot.of(videos.stream().map(video -> video.captions().get(0)).toList(), models);
    Map<String, RetrievalMetrics> rows = new LinkedHashMap<>();
    rows.put("all", metrics(captions, videos, ZeroShot.experts()));
    for (String expert : ZeroShot.experts()) {
      if (videos.stream().anyMatch(video -> video.video().expert(expert).isPresent())) {
        rows.put(expert, metrics(captions, videos, Set.of(expert)));
      }
    }
    spec.commandLine().getOut().print(RetrievalTable.format(rows));
    return 0;
  }

  private static RetrievalMetrics metrics(
      List<ZeroShot> captions, List<CaptionedVideo> videos, Set<String> experts) {
    List<VideoFeatures> selected = new ArrayList<>();
    for (CaptionedVideo video : videos) {
      Map<String, ExpertFeatures> kept = new TreeMap<>(video.video().experts());
      kept.keySet().retainAll(experts);
      selected.add(VideoFeatures.of(video.video().id(), kept));
    }
    float[][] similarities = new float[captions.size()][selected.size()];
    for (int i = 0; i < captions.size(); i++) {
      for (int j = 0; j < selected.size(); j++) {
        similarities[i][j] = (float) captions.get(i).similarity(selected.get(j));
      }
    }
    return RetrievalMetrics.of(similarities);
  }
}
