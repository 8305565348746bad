package org.mmt4j.features;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Stopwatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.graph.Backend;
import org.mmt4j.graph.Workspaces;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.io.Safetensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a {@link FeatureStore}. Keeps up to one shard of features (64 MiB) on the heap, and a copy
 * in native memory only while it writes the shard. The folder is a store only after {@link
 * #finish}.
 */
public final class FeatureStoreWriter implements FeatureWriter {

  private static final Logger log = LoggerFactory.getLogger(FeatureStoreWriter.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final long shardBytes;
  private final ObjectNode index = JSON.createObjectNode();
  private final ObjectNode videos;
  private final Stopwatch watch = Stopwatch.createStarted();
  private final Map<String, Supplier<INDArray>> pending = new LinkedHashMap<>();
  private long pendingBytes;
  private int pendingNames;
  private int shards;

  private FeatureStoreWriter(Path folder, long shardBytes) {
    this.folder = folder;
    this.shardBytes = shardBytes;
    index.put("format", FeatureStore.FORMAT);
    videos = index.putObject("videos");
  }

  /**
   * Writes to {@code folder}, and creates it if it does not exist.
   *
   * @throws FeatureFileException if the folder is not empty, or cannot be created
   */
  public static FeatureStoreWriter to(Path folder) throws FeatureFileException {
    return to(folder, 1L << 26);
  }

  /** Writes to {@code folder}, with the size in bytes at which a shard is full. */
  static FeatureStoreWriter to(Path folder, long shardBytes) throws FeatureFileException {
    Backend.require();
    FileAccess.write(
        folder,
        () -> {
          Files.createDirectories(folder);
          requireEmpty(folder);
        });
    return new FeatureStoreWriter(folder, shardBytes);
  }

  private static void requireEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new FeatureFileException(
            folder, "found files in the folder, expected an empty folder");
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the id is longer than 3000 characters, or the time of
   *     a word is NaN or infinite
   */
  @Override
  public void write(StoredVideo video) throws FeatureFileException {
    String id = video.features().id();
    if (id.length() > FeatureStore.MAX_ID_LENGTH) {
      throw new IllegalArgumentException(
          "id of a video: found "
              + id
              + ", expected at most "
              + FeatureStore.MAX_ID_LENGTH
              + " characters");
    }
    if (videos.has(id)) {
      throw new IllegalArgumentException(
          folder + ": found a second video " + id + ", expected unique ids");
    }
    videos.set(id, captions(id, video.captions()));
    for (Map.Entry<String, ExpertFeatures> entry : video.features().experts().entrySet()) {
      ExpertFeatures found = entry.getValue();
      WrittenFeatures features = WrittenFeatures.of(found);
      pendingNames += 2 * (id.length() + FeatureStore.VALUES.length() + entry.getKey().length());
      pending.put(
          id + FeatureStore.VALUES + entry.getKey(), () -> Nd4j.createFromArray(features.rows()));
      pendingBytes += (long) Float.BYTES * found.count() * found.dimension();
      if (features.timed()) {
        pending.put(
            id + FeatureStore.TIMES + entry.getKey(), () -> Nd4j.createFromArray(features.times()));
        pendingBytes += (long) Double.BYTES * found.count();
      }
    }
    if (isFull()) {
      writeShard();
    }
  }

  private boolean isFull() {
    return pendingBytes >= shardBytes
        || pendingNames >= FeatureStore.MAX_NAMES
        || pending.size() >= FeatureStore.MAX_TENSORS;
  }

  @Override
  public void finish() throws FeatureFileException {
    if (!pending.isEmpty()) {
      writeShard();
    }
    index.put("shards", shards);
    Path file = folder.resolve(FeatureStore.INDEX);
    FileAccess.write(file, () -> AtomicFiles.write(file, JSON.writeValueAsBytes(index)));
    log.info(
        "wrote {} videos in {} shards to {} in {} ms",
        videos.size(),
        shards,
        folder,
        watch.elapsed().toMillis());
  }

  private void writeShard() throws FeatureFileException {
    Path shard = FeatureStore.shard(folder, shards);
    Workspaces.outside(() -> writeTensors(shard));
    pending.clear();
    pendingBytes = 0;
    pendingNames = 0;
    shards++;
  }

  /** Writes all pending tensors, whose native memory exists only during this call. */
  private Path writeTensors(Path shard) throws FeatureFileException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    try {
      pending.forEach((name, tensor) -> tensors.put(name, tensor.get()));
      FileAccess.write(shard, () -> Safetensors.write(shard, tensors));
      return shard;
    } finally {
      tensors.values().forEach(INDArray::close);
    }
  }

  private ObjectNode captions(String id, Map<Integer, Caption> captions) {
    ObjectNode all = JSON.createObjectNode();
    captions.forEach(
        (number, caption) -> {
          ObjectNode one = all.putObject(number.toString());
          ArrayNode words = one.putArray("words");
          caption.words().forEach(words::add);
          caption
              .times()
              .ifPresent(
                  times -> {
                    ArrayNode starts = one.putArray("starts");
                    times.starts().forEach(s -> starts.add(requireFinite(id, number, s)));
                    ArrayNode ends = one.putArray("ends");
                    times.ends().forEach(s -> ends.add(requireFinite(id, number, s)));
                  });
        });
    return all;
  }

  private double requireFinite(String id, int caption, double second) {
    if (!Double.isFinite(second)) {
      throw new IllegalArgumentException(
          folder
              + ": video "
              + id
              + ", caption "
              + caption
              + ": found a word at "
              + second
              + " s, expected a finite time");
    }
    return second;
  }
}
