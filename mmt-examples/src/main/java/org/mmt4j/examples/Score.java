package org.mmt4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mmt4j.MmtModel;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.features.Hdf5Features;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the similarity of one video and one caption. */
@Command(name = "score", description = "Prints the similarity of one video and one caption.")
public final class Score implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "MODEL_DIR", description = "Folder of a saved model.")
  private Path model = Path.of("");

  @Parameters(index = "1", paramLabel = "VIDEO.h5", description = "Feature file of the video.")
  private Path video = Path.of("");

  @Parameters(
      index = "2",
      paramLabel = "CAPTION",
      description = "Caption to compare with the video.")
  private String caption = "";

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new Score(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    try (MmtModel loaded = MmtModel.load(model)) {
      String id = video.getFileName().toString().replaceFirst("\\.h5$", "");
      VideoFeatures features = Hdf5Features.read(video, id, loaded.config().experts()).features();
      System.out.printf("%.4f%n", loaded.similarity(features, caption));
    }
    return 0;
  }
}
