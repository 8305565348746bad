package org.mmt4j;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.io.ModelFiles;
import org.mmt4j.io.Safetensors;
import org.mmt4j.io.TensorFileException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A saved model: {@code config.json}, {@code model.safetensors}, the caption encoder's files. */
final class ModelDirectory {

  private static final String CONFIG = "config.json";
  private static final String TENSORS = "model.safetensors";

  private ModelDirectory() {}

  static void write(Path directory, MmtNetwork network, Parameters parameters) throws IOException {
    ModelFiles.replace(
        directory,
        fresh -> {
          network.captionEncoder().save(fresh);
          Safetensors.write(fresh.resolve(TENSORS), tensors(parameters));
          ConfigFile.of(network, parameters.dataType().name()).write(fresh.resolve(CONFIG));
        });
  }

  static MmtNetwork readNetwork(Path directory) throws IOException {
    Path file = directory.resolve(CONFIG);
    ConfigFile config = ConfigFile.read(file);
    try {
      return new MmtNetwork(config.toConfig(), encoder(file, config, directory));
    } catch (IllegalArgumentException e) {
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  static Parameters readParameters(Path directory, MmtNetwork network) throws IOException {
    DataType dataType = DataType.valueOf(ConfigFile.read(directory.resolve(CONFIG)).dataType());
    Path file = directory.resolve(TENSORS);
    if (!java.nio.file.Files.isRegularFile(file)) {
      throw new TensorFileException(file, "found no such file, expected the model's parameters");
    }
    ImmutableMap<String, INDArray> tensors = Safetensors.read(file);
    Parameters parameters = new Parameters(dataType, 0);
    try {
      assign(file, tensors, MmtModel.declared(network, parameters));
      return parameters;
    } catch (IOException | RuntimeException e) {
      parameters.close();
      throw e;
    } finally {
      tensors.values().forEach(INDArray::close);
    }
  }

  private static void assign(
      Path file, ImmutableMap<String, INDArray> tensors, Parameters parameters)
      throws TensorFileException {
    var names = java.util.Set.copyOf(parameters.names());
    var missing = Sets.difference(names, tensors.keySet());
    var unknown = Sets.difference(tensors.keySet(), names);
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new TensorFileException(
          file,
          "tensors: missing "
              + missing.stream().sorted().toList()
              + ", not part of the model "
              + unknown.stream().sorted().toList());
    }
    for (var tensor : tensors.entrySet()) {
      try {
        parameters.assign(tensor.getKey(), tensor.getValue());
      } catch (IllegalArgumentException e) {
        throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
      }
    }
  }

  /** Scalar statistics count batches: whole numbers, as PyTorch keeps them. */
  private static ImmutableMap<String, INDArray> tensors(Parameters parameters) {
    ImmutableMap.Builder<String, INDArray> tensors = ImmutableMap.builder();
    for (String name : parameters.names()) {
      INDArray array = parameters.get(name);
      boolean count = parameters.role(name) == Role.STATISTIC && array.rank() == 0;
      tensors.put(name, count ? array.castTo(DataType.INT64) : array);
    }
    return tensors.buildOrThrow();
  }

  private static CaptionEncoder encoder(Path file, ConfigFile config, Path directory)
      throws IOException {
    for (CaptionEncoderLoader loader : ServiceLoader.load(CaptionEncoderLoader.class)) {
      if (loader.kind().equals(config.captionEncoder())) {
        return loader.load(directory);
      }
    }
    throw new TensorFileException(
        file,
        "caption encoder: found "
            + config.captionEncoder()
            + ", expected one whose loader is on the class path (mmt-text has bert)");
  }
}
