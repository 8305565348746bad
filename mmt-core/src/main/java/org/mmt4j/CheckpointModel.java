package org.mmt4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.config.AuthorsConfig;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.config.Settings;
import org.mmt4j.data.Expert;
import org.mmt4j.graph.device.Device;
import org.mmt4j.io.Checkpoint;
import org.mmt4j.io.TensorFileException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads a model from a checkpoint of the authors' trainer: its configuration and its state dict.
 */
final class CheckpointModel {

  private CheckpointModel() {}

  static MmtModel read(Path file, CaptionEncoder captions, DataType dataType) throws IOException {
    Checkpoint checkpoint = Checkpoint.readWithoutOptimizer(file);
    ModelConfig config;
    try {
      config = config(file, checkpoint);
    } catch (IOException | RuntimeException | Error e) {
      checkpoint.close();
      throw e;
    }
    MmtNetwork network = new MmtNetwork(config, captions);
    return MmtModel.of(
        network,
        ModelDirectory.parameters(
            file, checkpoint.stateDict(), dataType, network, Device.standard()));
  }

  private static ModelConfig config(Path file, Checkpoint checkpoint) throws TensorFileException {
    try {
      Settings parser = new Settings("config", checkpoint.config());
      Settings settings = // a dict if somebody replaced the authors' ConfigParser
          checkpoint.config().containsKey("_config") ? parser.nested("_config") : parser;
      List<Expert> experts =
          settings.nested("experts").list("modalities").stream()
              .map(name -> expert(name.toString(), checkpoint.stateDict()))
              .toList();
      int maxFeatures = // of the final evaluation data
          settings
              .first("final_eval_sets")
              .nested("args")
              .first("mix")
              .integer("max_expert_tokens");
      return AuthorsConfig.of(
          settings.nested("arch").nested("args").values(), experts, maxFeatures);
    } catch (IllegalArgumentException e) {
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static Expert expert(String name, Map<String, INDArray> stateDict) {
    INDArray projection = stateDict.get("video_dim_reduce." + name + ".fc.weight");
    if (projection == null || projection.rank() != 2) {
      throw new IllegalArgumentException(
          "expert "
              + name
              + ": expected a matrix video_dim_reduce."
              + name
              + ".fc.weight in the state dict, found none");
    }
    return Expert.of(name, (int) projection.size(1));
  }
}
