package org.mmt4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionEncoderLoader;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.config.VideoEncoder;
import org.mmt4j.graph.Closing;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.graph.device.Device;
import org.mmt4j.io.DataFileException;
import org.mmt4j.io.ModelFiles;
import org.mmt4j.io.Safetensors;
import org.mmt4j.io.TensorFileException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads and writes a model directory: {@code config.json}, {@code model.safetensors} and the
 * caption encoder's files.
 */
final class ModelDirectory {

  private static final String CONFIG = "config.json";
  private static final String TENSORS = "model.safetensors";

  private ModelDirectory() {}

  /** Writes a model; replaces only an existing model directory or an empty directory. */
  static void write(Path directory, MmtNetwork network, Parameters parameters) throws IOException {
    requireReplaceable(directory);
    ModelFiles.replace(
        directory,
        fresh -> {
          network.captionEncoder().save(fresh);
          writeTensors(fresh.resolve(TENSORS), parameters);
          ConfigFile.of(network, parameters.dataType().name()).write(fresh.resolve(CONFIG));
        });
  }

  private static void requireReplaceable(Path directory) throws IOException {
    if (!Files.exists(directory) || Files.isRegularFile(directory.resolve(CONFIG))) {
      return;
    }
    if (!Files.isDirectory(directory)) {
      throw new DataFileException(
          directory, "found a file, expected a model directory or an empty directory");
    }
    try (Stream<Path> files = Files.list(directory)) {
      if (files.findAny().isPresent()) {
        throw new DataFileException(
            directory,
            "found files but no " + CONFIG + ", expected a model directory or an empty directory");
      }
    }
  }

  static MmtModel read(Path directory, Device device) throws IOException {
    Path file = directory.resolve(CONFIG);
    ConfigFile configFile = ConfigFile.read(file);
    ModelConfig config = configFile.toConfig(file);
    CaptionEncoder encoder = encoder(file, configFile, directory);
    try {
      MmtNetwork network = network(file, config, encoder);
      return MmtModel.of(
          network,
          parameters(directory.resolve(TENSORS), configFile.parameterType(file), network, device));
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, encoder::close);
      throw e;
    }
  }

  private static MmtNetwork network(Path file, ModelConfig config, CaptionEncoder encoder)
      throws TensorFileException {
    try {
      return new MmtNetwork(config, encoder);
    } catch (IllegalArgumentException e) {
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  static Parameters readParameters(
      Path directory, MmtNetwork network, DataType dataType, Device device) throws IOException {
    if (Files.isRegularFile(directory)) {
      return parameters(directory, dataType, network, device);
    }
    Path file = directory.resolve(CONFIG);
    ConfigFile found = ConfigFile.read(file);
    ConfigFile expected = ConfigFile.of(network, dataType.name());
    if (!found.equals(expected)) {
      throw new DataFileException(file, "found " + found + ", expected " + expected);
    }
    return parameters(directory.resolve(TENSORS), dataType, network, device);
  }

  private static Parameters parameters(
      Path file, DataType dataType, MmtNetwork network, Device device) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new TensorFileException(
          file, "found no such file, expected the parameters of the model");
    }
    return parameters(file, Safetensors.read(file), dataType, network, device);
  }

  /** Returns the parameters of a network with the tensors of a file, which they own. */
  static Parameters parameters(
      Path file,
      Map<String, INDArray> tensors,
      DataType dataType,
      MmtNetwork network,
      Device device)
      throws TensorFileException {
    Parameters parameters = Parameters.from(dataType, tensors, device);
    try {
      requireLayers(network.config(), tensors.size());
      return MmtModel.declared(network, parameters);
    } catch (IllegalArgumentException e) {
      parameters.close();
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }

  /**
   * Compares the number of layers with the file before a graph of them is built: that of the
   * largest number would exhaust the memory.
   */
  private static void requireLayers(ModelConfig config, int tensors) {
    if (config.architecture().encoder() == VideoEncoder.MMT && tensors < config.layers()) {
      throw new IllegalArgumentException(
          "tensors: found %d, expected at least one for each of the %d layers of the configuration"
              .formatted(tensors, config.layers()));
    }
  }

  /** Writes parameters in PyTorch's layout. */
  private static void writeTensors(Path file, Parameters parameters) throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    List<INDArray> integers = new ArrayList<>();
    for (String name : parameters.names()) {
      INDArray array = parameters.get(name);
      if (parameters.role(name) == Role.INTEGER) {
        array = array.castTo(DataType.INT64);
        integers.add(array);
      }
      tensors.put(name, array);
    }
    try {
      Safetensors.write(file, tensors);
    } finally {
      integers.forEach(INDArray::close);
    }
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
            + ", expected one whose loader is on the class path; add mmt-text for bert and word-embeddings");
  }
}
