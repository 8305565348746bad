package org.mmt4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmt4j.MmtModel;

/**
 * The files that all contenders read.
 *
 * @param directory directory of the files
 */
public record WorkFiles(Path directory) {

  /** Returns the directory of the saved model. */
  Path model() {
    return directory.resolve("model");
  }

  /** Returns the file of its parameters. */
  public Path parameters() {
    return model().resolve("model.safetensors");
  }

  /** Returns the file of a padded batch. */
  public Path batch(Workload workload) {
    return directory.resolve(workload.key() + ".safetensors");
  }

  /** Returns the file of one padded pair of the typical workload. */
  public Path pair() {
    return directory.resolve("pair.safetensors");
  }

  /** Returns the file of an output of a contender. */
  Path output(String contender, Workload workload, String name) {
    return directory.resolve(contender + "." + workload.key() + "." + name + ".f32");
  }

  /** Writes the model and the batches. */
  void write() throws IOException {
    Files.createDirectories(directory);
    try (MmtModel model = PaperModel.random()) {
      model.save(model());
      for (Workload workload : Workload.values()) {
        BatchFile.write(batch(workload), model, workload.pairs(Workload.BATCH));
      }
      BatchFile.write(pair(), model, Workload.TYPICAL.pairs(1));
    }
  }
}
