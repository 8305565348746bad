package org.mmt4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mmt4j.Hit;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoIndex;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.features.FeatureSource;
import org.mmt4j.features.FeatureSources;
import org.mmt4j.features.PublishedDataset;
import org.mmt4j.features.PublishedSplit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Ranks the test videos of a published data set, or all videos of a user's folder, for a caption.
 */
@Command(
    name = "search",
    description =
        "Ranks the test videos of a published data set, or all videos of your own folder, for a caption.")
public final class Search implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "MODEL_DIR", description = "Folder of a saved model.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description =
          "Folder that contains data/MSRVTT/..., or the subfolder features with features of your own videos.")
  private Path data = Path.of("");

  @Parameters(index = "2", paramLabel = "CAPTION", description = "Caption to search for.")
  private String caption = "";

  @Option(
      names = "--split",
      description = "Published split whose test videos are searched (${DEFAULT-VALUE}).")
  private String split = "miech";

  @Option(names = "--hits", description = "Number of videos to print (${DEFAULT-VALUE}).")
  private int hits = 10;

  @Mixin private SkipOption skip = new SkipOption();

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new Search(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    try (MmtModel loaded = MmtModel.load(model)) {
      try (VideoIndex index = VideoIndex.of(loaded, videos(loaded.config().experts()))) {
        for (Hit hit : index.search(caption, hits)) {
          System.out.printf("%.4f  %s%n", hit.similarity(), hit.id());
        }
      }
    }
    return 0;
  }

  private List<VideoFeatures> videos(List<Expert> experts) throws IOException {
    Path own = data.resolve("features");
    if (!Files.isDirectory(own)) {
      PublishedDataset dataset =
          skip.apply(PublishedDataset.open(data, PublishedSplit.named(split), experts));
      return skip.reading(() -> dataset.test().loadAll()).stream()
          .map(CaptionedVideo::video)
          .toList();
    }
    List<VideoFeatures> videos = new ArrayList<>();
    try (FeatureSource source = FeatureSources.open(own)) {
      for (String id : source.ids()) {
        videos.add(source.read(id, experts).features());
      }
    }
    return videos;
  }
}
