package org.mmt4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.mmt4j.features.FeatureSource;
import org.mmt4j.features.FeatureSources;
import org.mmt4j.features.FeatureStoreWriter;
import org.mmt4j.features.FeatureWriter;
import org.mmt4j.features.Hdf5Writer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Converts features of any readable format to a different format. */
@Command(
    name = "convert-features",
    description = "Converts features of any readable format to a different format.")
public final class ConvertFeatures implements Callable<Integer> {

  /** An output format. */
  enum Format {
    /** One HDF5 file per video, the published layout. */
    H5,
    /** One folder of safetensors shards. */
    STORE;

    FeatureWriter writer(Path folder) throws IOException {
      return switch (this) {
        case H5 -> Hdf5Writer.to(folder);
        case STORE -> FeatureStoreWriter.to(folder);
      };
    }
  }

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR",
      description = "Input: a feature store, or a folder of HDF5, pickle, .npz or .npy files.")
  private Path from = Path.of("");

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "Output: a new folder.")
  private Path to = Path.of("");

  @Option(
      names = "--format",
      required = true,
      description = "Output format: h5 (the published layout) or store (shards of safetensors).")
  private Format format = Format.STORE;

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new ConvertFeatures(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    try (FeatureSource source = FeatureSources.open(from)) {
      FeatureWriter writer = format.writer(to);
      try (ProgressBar bar = VideoBar.of(source.ids().size())) {
        for (String id : source.ids()) {
          writer.write(source.readAll(id));
          bar.step();
        }
      }
      writer.finish();
    }
    return 0;
  }
}
