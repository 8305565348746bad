package org.mmt4j.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.Hit;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.VideoIndex;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.features.FolderDataset;
import org.mmt4j.similarity.VectorPrecision;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Compares int8 vectors with single precision: R@1 of the captions of a folder of videos, and the
 * memory and time of a search among many vectors of the paper's dimension.
 */
@Command(
    mixinStandardHelpOptions = true,
    name = "IndexPrecision",
    description = "Compares vectors in single precision with int8 vectors.")
public final class IndexPrecision implements Callable<Integer> {

  private static final int BEST = 10;
  private static final int MILLION = 1_000_000;

  @Parameters(index = "0", paramLabel = "MODEL", description = "Folder of a saved model.")
  private Path model = Path.of("model");

  @Parameters(
      index = "1",
      paramLabel = "DIR",
      description = "Folder of captions and features, as FolderDataset reads it.")
  private Path folder = Path.of("data");

  @Parameters(index = "2", paramLabel = "JSON", description = "Output file for the figures.")
  private Path json = Path.of("index-precision.json");

  @Option(
      names = "--searches",
      description = "Number of timed searches per index (${DEFAULT-VALUE}).")
  private int searches = 15;

  private final Map<String, Double> figures = new TreeMap<>();

  /** Runs the comparison. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new IndexPrecision()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    compareHits();
    try (MmtModel model = PaperModel.random()) {
      time(model, Part.INDEXED, VectorPrecision.FLOAT32);
      time(model, Part.INDEXED, VectorPrecision.INT8);
      time(model, MILLION, VectorPrecision.INT8);
    }
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), figures);
    return 0;
  }

  private void compareHits() throws IOException {
    try (MmtModel loaded = MmtModel.load(model);
        FolderDataset data = FolderDataset.open(folder, loaded.config().experts())) {
      List<CaptionedVideo> videos = data.all().loadAll();
      List<VideoEmbedding> embedded =
          loaded.embedVideos(videos.stream().map(CaptionedVideo::video).toList());
      try (VideoIndex floats = VideoIndex.ofEmbeddings(loaded, embedded);
          VideoIndex bytes =
              VideoIndex.ofEmbeddings(loaded, embedded.stream(), VectorPrecision.INT8)) {
        compareHits(loaded, videos, floats, bytes);
      }
    }
  }

  private void compareHits(
      MmtModel model, List<CaptionedVideo> videos, VideoIndex floats, VideoIndex bytes) {
    int captions = 0;
    int correctFloats = 0;
    int correctBytes = 0;
    int shared = 0;
    for (CaptionedVideo video : videos) {
      for (CaptionEmbedding caption : model.embedCaptions(video.captions())) {
        List<Hit> ofFloats = floats.search(caption, BEST);
        List<Hit> ofBytes = bytes.search(caption, BEST);
        captions++;
        correctFloats += ofFloats.get(0).id().equals(video.video().id()) ? 1 : 0;
        correctBytes += ofBytes.get(0).id().equals(video.video().id()) ? 1 : 0;
        Set<String> both = new HashSet<>(ofFloats.stream().map(Hit::id).toList());
        both.retainAll(ofBytes.stream().map(Hit::id).toList());
        shared += both.size();
      }
    }
    figure("captions", captions);
    figure("float32.r1", 100.0 * correctFloats / captions);
    figure("int8.r1", 100.0 * correctBytes / captions);
    figure("best10.shared", 100.0 * shared / (captions * BEST));
  }

  private void time(MmtModel model, int videos, VectorPrecision precision) {
    String key = precision.name().toLowerCase(Locale.ROOT) + "." + videos;
    try (VideoIndex index = RandomVectors.index(model, videos, precision)) {
      CaptionEmbedding query = RandomVectors.query();
      double[] milliseconds = new double[searches];
      for (int i = -searches; i < searches; i++) { // the first half warms up
        long start = System.nanoTime();
        index.search(query, BEST);
        if (i >= 0) {
          milliseconds[i] = (System.nanoTime() - start) * 1e-6;
        }
      }
      double median = new Median().evaluate(milliseconds);
      figure(key + ".mib", index.bytes() / 1048576.0);
      figure(key + ".milliseconds", median);
      figure(key + ".gigabytes.per.second", index.bytes() / median * 1e-6);
    }
  }

  private void figure(String key, double value) {
    figures.put(key, value);
    System.out.printf(Locale.ROOT, "%-38s %10.2f%n", key, value);
  }
}
