package org.mmt4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.graph.Workspaces;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads files of PyTorch's {@code torch.save} ({@code .pth}, {@code pytorch_model.bin}), in the zip
 * container and in the container before PyTorch 1.6.
 *
 * <p>Nothing in a file is executed, and no class that it names is loaded. Tensors of float32,
 * float64, float16, bfloat16, int32 and int64 are read; those of other types, classes and functions
 * are read as text. Memory and time are bounded by the size of the file: sizes are checked before
 * allocation, also those of compressed zip entries, values have at most 64 levels and no cycles,
 * and tensors need at most a few times the bytes of the file.
 *
 * <p>Source: {@code torch/serialization.py} of PyTorch 1.13.
 */
public final class TorchFile {

  private static final int ZIP = 0x04034b50;

  private TorchFile() {}

  /**
   * Reads the value in the file: tensors as arrays (float16 and bfloat16 as float32, without
   * rounding), integers as Long (BigInteger if too large), floating-point values as Double,
   * Boolean, String, lists, tuples and sets as immutable lists, dicts as immutable maps in the
   * order of the file, {@code None} as an empty Optional, paths as the list of their parts. An
   * object of any other class is the map of its attributes and entries, or the list of its items;
   * other values are their names in angle brackets, such as {@code <torch float32>}. Entries whose
   * keys are neither text, numbers nor booleans are dropped.
   *
   * @throws TensorFileException if the file is not a complete and consistent file of these values
   * @throws IOException if it cannot be read
   */
  public static Object read(Path file) throws IOException {
    return content(file, Set.of()).value();
  }

  /**
   * Reads the value in the file outside the caller's workspaces.
   *
   * @param skipped keys of the outermost dict whose entries are not read
   */
  static TorchContent content(Path file, Set<String> skipped) throws IOException {
    return Workspaces.outside(() -> contentInside(file, skipped));
  }

  private static TorchContent contentInside(Path file, Set<String> skipped) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (!Files.isDirectory(file) && isZip(channel)) {
        return TorchZip.read(file, channel.size(), skipped);
      }
      return legacy(file, channel, skipped);
    } catch (PickleException e) {
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static TorchContent legacy(Path file, FileChannel channel, Set<String> skipped)
      throws PickleException, IOException {
    try {
      return TorchLegacy.read(channel, skipped);
    } catch (PickleException | IOException e) {
      Optional<String> other = FileKind.describe(file, "a file of PyTorch's torch.save");
      if (other.isPresent()) {
        throw new TensorFileException(file, other.get(), e);
      }
      throw e;
    }
  }

  /**
   * Reads a state dict: tensors by name, in the order of the file, {@linkplain StateDict#unwrapped
   * without the names of wrappers}; float16 and bfloat16 as float32. The file contains the state
   * dict, or a dict with it under {@code state_dict}, {@code model_state_dict}, {@code model_state}
   * or {@code model}, or a whole module.
   *
   * @throws TensorFileException if {@link #read} rejects the file, or it contains other values
   * @throws IOException if it cannot be read
   */
  public static Map<String, INDArray> readStateDict(Path file) throws IOException {
    TorchContent content = content(file, Set.of());
    try {
      Map<String, INDArray> tensors =
          new TorchValue(file, "state dict", content.value()).stateDict();
      content.closeExcept(tensors.values());
      return tensors;
    } catch (IOException | RuntimeException | Error e) {
      content.close();
      throw e;
    }
  }

  private static boolean isZip(FileChannel channel) throws IOException {
    if (channel.size() < Integer.BYTES) {
      return false;
    }
    ByteBuffer start = channel.map(MapMode.READ_ONLY, 0, Integer.BYTES);
    return start.order(ByteOrder.LITTLE_ENDIAN).getInt() == ZIP;
  }
}
