package org.mmt4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmt4j.MmtModel;

/**
 * The files that all contenders read.
 *
 * @param directory that holds them
 */
public record WorkFiles(Path directory) {

  /** The saved model. */
  Path model() {
    return directory.resolve("model");
  }

  /** Its parameters. */
  public Path parameters() {
    return model().resolve("model.safetensors");
  }

  /** A padded batch. */
  public Path batch(Workload workload) {
    return directory.resolve(workload.key() + ".safetensors");
  }

  /** One pair, typical, padded. */
  public Path pair() {
    return directory.resolve("pair.safetensors");
  }

  /** What a contender computes. */
  Path output(String contender, Workload workload, String name) {
    return directory.resolve(contender + "." + workload.key() + "." + name + ".f32");
  }

  /** Writes model and batches. */
  void write() throws IOException {
    Files.createDirectories(directory);
    try (MmtModel model = PaperModel.random()) {
      model.save(model());
      for (Workload workload : Workload.values()) {
        BatchFile.write(batch(workload), model, workload.pairs(Workload.BATCH));
      }
      BatchFile.write(pair(), model, Workload.TYPICAL.pairs(1));
      model.network().captionEncoder().close();
    }
  }
}
