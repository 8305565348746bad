package org.mmt4j.io;

import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.Backend;
import org.mmt4j.io.SafetensorsHeader.Entry;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A file in the safetensors format: 8 bytes little-endian header length, a JSON header {@code
 * {name: {dtype, shape, data_offsets}}}, then the tensors, row-major and little-endian.
 *
 * <p>The header is checked against the file: at most 100 MB, unique names, known types, no empty
 * tensors, byte counts equal to shape times type, and tensors without gap or overlap up to the end
 * of the file. All sizes are checked before allocation. Only names, types, shapes and offsets are
 * kept.
 *
 * <p>Keeps only the positions of the tensors; the file is open only while a tensor is read.
 * Thread-safe.
 */
public final class SafetensorsFile {

  private static final String FORMAT = "a safetensors file";
  private static final long LONGEST_HEADER = 100_000_000;

  private final Path file;
  private final long start;
  private final ImmutableMap<String, Entry> entries;

  private SafetensorsFile(Path file, long start, ImmutableList<Entry> entries) {
    this.file = file;
    this.start = start;
    this.entries = Maps.uniqueIndex(entries, Entry::name);
  }

  /**
   * Reads the header.
   *
   * @throws TensorFileException if the file is not a complete and consistent safetensors file
   * @throws IOException if it cannot be read
   */
  public static SafetensorsFile open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return of(file, channel);
    } catch (IOException e) {
      throw TensorFileException.explained(file, FORMAT, e);
    }
  }

  /**
   * Reads all tensors, several at a time: most of the time goes into new pages of memory. Those of
   * more than {@code chunk} bytes, a multiple of 8, are read in pieces.
   */
  static ImmutableMap<String, INDArray> readAll(Path file, int chunk) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsFile opened = of(file, channel);
      List<Read> reads =
          opened.entries.values().parallelStream()
              .map(entry -> opened.tryTensor(channel, entry, chunk))
              .toList();
      for (Read read : reads) {
        if (read.problem() != null) {
          reads.stream().flatMap(other -> other.tensor().stream()).forEach(INDArray::close);
          Throwables.throwIfInstanceOf(read.problem(), IOException.class);
          Throwables.throwIfUnchecked(read.problem());
        }
      }
      ImmutableMap.Builder<String, INDArray> tensors = ImmutableMap.builder();
      reads.forEach(read -> tensors.put(read.name(), read.tensor().orElseThrow()));
      return tensors.buildOrThrow();
    } catch (IOException e) {
      throw TensorFileException.explained(file, FORMAT, e);
    }
  }

  /** A tensor, or why it could not be read. */
  private record Read(String name, Optional<INDArray> tensor, @Nullable Throwable problem) {}

  private Read tryTensor(FileChannel channel, Entry entry, int chunk) {
    try {
      return new Read(entry.name(), Optional.of(tensor(channel, entry, chunk)), null);
    } catch (IOException | RuntimeException | Error e) {
      return new Read(entry.name(), Optional.empty(), e);
    }
  }

  private static SafetensorsFile of(Path file, FileChannel channel) throws IOException {
    long headerLength = headerLength(file, channel);
    long start = 8 + headerLength;
    InputStream header =
        new ByteBufferBackedInputStream(channel.map(MapMode.READ_ONLY, 8, headerLength));
    return new SafetensorsFile(
        file, start, SafetensorsHeader.read(file, header, channel.size() - start));
  }

  /** Returns the file. */
  public Path file() {
    return file;
  }

  /** Returns the names of the tensors in the order of the file. */
  public Set<String> names() {
    return entries.keySet();
  }

  /**
   * Returns the shape of one tensor.
   *
   * @throws IllegalArgumentException if no tensor has this name
   */
  public long[] shape(String name) {
    return entry(name).shape().toArray();
  }

  /**
   * Reads one tensor, and no other part of the file.
   *
   * @throws IllegalArgumentException if no tensor has this name
   * @throws TensorFileException if the file has become shorter, or the tensor has 2 GiB or more
   */
  public StoredArray read(String name) throws IOException {
    Entry entry = entry(name);
    long size = entry.end() - entry.begin();
    if (size > Integer.MAX_VALUE) {
      throw new TensorFileException(
          file,
          "tensor "
              + name
              + ": found "
              + size
              + " bytes, expected at most "
              + Integer.MAX_VALUE
              + " for a tensor that is read alone");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      readFully(file, channel, bytes, start + entry.begin());
    }
    return StoredArray.of(
        ArrayElement.valueOf(entry.type().name()), entry.shape().toArray(), false, bytes.flip());
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          file
              + ": found no tensor "
              + name
              + ", expected one of its "
              + entries.size()
              + " tensors");
    }
    return entry;
  }

  private INDArray tensor(FileChannel channel, Entry entry, int chunk) throws IOException {
    Backend.require();
    TensorType type = entry.type();
    long bytes = entry.end() - entry.begin();
    long[] shape = entry.shape().toArray();
    if (bytes <= chunk) {
      return type.read(map(channel, entry.begin(), bytes), shape);
    }
    INDArray tensor = Nd4j.createUninitialized(type.dataType(), shape);
    try {
      fill(tensor.reshape(bytes / type.bytes()), channel, entry, chunk);
      return tensor;
    } catch (IOException | RuntimeException | Error e) {
      tensor.close();
      throw e;
    }
  }

  private void fill(INDArray flat, FileChannel channel, Entry entry, int chunk) throws IOException {
    TensorType type = entry.type();
    long bytes = entry.end() - entry.begin();
    for (long from = 0; from < bytes; from += chunk) {
      long size = Math.min(chunk, bytes - from);
      long first = from / type.bytes();
      long count = size / type.bytes();
      ByteBuffer source = map(channel, entry.begin() + from, size);
      try (INDArray part = type.read(source, new long[] {count})) {
        flat.get(NDArrayIndex.interval(first, first + count)).assign(part);
      }
    }
  }

  private ByteBuffer map(FileChannel channel, long begin, long size) throws IOException {
    return channel.map(MapMode.READ_ONLY, start + begin, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long headerLength(Path file, FileChannel channel) throws IOException {
    if (channel.size() < 8) {
      throw new TensorFileException(
          file, "found " + channel.size() + " bytes, expected at least 8 (safetensors)");
    }
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    readFully(file, channel, length, 0);
    long found = length.getLong(0);
    long largest = Math.min(LONGEST_HEADER, channel.size() - 8);
    if (found < 2 || found > largest) {
      throw new TensorFileException(
          file, "header length: found " + found + ", expected 2 to " + largest);
    }
    return found;
  }

  private static void readFully(Path file, FileChannel channel, ByteBuffer target, long position)
      throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target, position + target.position()) < 0) {
        throw new TensorFileException(file, "the file ends too early");
      }
    }
  }
}
