package org.mmt4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mmt4j.io.DataFileException;
import org.mmt4j.io.FileKind;
import org.mmt4j.io.Safetensors;
import org.mmt4j.io.StateDict;
import org.mmt4j.io.TensorFileException;
import org.mmt4j.io.TorchFile;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads all tensors of a directory of HuggingFace's libraries: of the first that exists of {@code
 * model.safetensors}, its shards with {@code model.safetensors.index.json}, {@code
 * pytorch_model.bin}, and its shards with {@code pytorch_model.bin.index.json}. Shards are files of
 * the same directory.
 */
final class HuggingFaceWeights {

  private static final String SAFETENSORS = "model.safetensors";
  private static final String TORCH = "pytorch_model.bin";
  private static final String INDEX = ".index.json";
  private static final List<String> FILES =
      List.of(SAFETENSORS, SAFETENSORS + INDEX, TORCH, TORCH + INDEX);

  private HuggingFaceWeights() {}

  /** Returns the file of the weights, or the index of its shards. */
  static Path file(Path directory) throws IOException {
    for (String name : FILES) {
      if (Files.isRegularFile(directory.resolve(name))) {
        return directory.resolve(name);
      }
    }
    String others;
    try (Stream<Path> files = Files.list(directory)) {
      others =
          files
              .filter(FileKind::isUnfinished)
              .map(file -> " and the unfinished download " + file.getFileName())
              .sorted()
              .collect(Collectors.joining());
    }
    throw new DataFileException(
        directory, "found no weights" + others + ", expected one of " + FILES);
  }

  /** Returns all tensors, by their names without those of wrappers. */
  static Map<String, INDArray> read(Path file) throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    try {
      for (Path shard : file.toString().endsWith(INDEX) ? shards(file) : List.of(file)) {
        for (Map.Entry<String, INDArray> tensor : tensors(shard).entrySet()) {
          INDArray other = tensors.put(tensor.getKey(), tensor.getValue());
          if (other != null) {
            other.close();
            throw new TensorFileException(
                shard, "tensor " + tensor.getKey() + ": found it in two shards, expected one");
          }
        }
      }
      return StateDict.unwrapped(tensors);
    } catch (IllegalArgumentException e) {
      tensors.values().forEach(INDArray::close);
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    } catch (IOException | RuntimeException | Error e) {
      tensors.values().forEach(INDArray::close);
      throw e;
    }
  }

  private static Map<String, INDArray> tensors(Path file) throws IOException {
    return file.toString().endsWith(".safetensors")
        ? Safetensors.read(file)
        : TorchFile.readStateDict(file);
  }

  /** Returns the files that an index names. */
  private static List<Path> shards(Path index) throws IOException {
    Set<String> names =
        BertLoader.readSettings(index, json -> names(BertJson.tree(json).path("weight_map")));
    List<Path> shards = names.stream().map(index::resolveSibling).toList();
    for (Path shard : shards) {
      if (!Files.isRegularFile(shard)) {
        throw new TensorFileException(
            shard,
            "found no such file, expected the shard that "
                + index.getFileName()
                + " names; download all "
                + shards.size()
                + " shards");
      }
    }
    return shards;
  }

  private static Set<String> names(JsonNode weightMap) {
    Set<String> names = new TreeSet<>();
    for (JsonNode name : weightMap) {
      // a plain name: a path could leave the directory
      if (!name.asText().matches("[\\w.-]+\\.(safetensors|bin|pth|pt)")) {
        throw new IllegalArgumentException(
            "weight_map: found the shard "
                + Excerpt.of(name.toString())
                + ", expected the name of a file in the same folder");
      }
      names.add(name.asText());
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("weight_map: found no shards, expected at least one");
    }
    return names;
  }
}
