package org.mmt4j.features;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.graph.Backend;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.io.Safetensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes a {@link FeatureStore}. Keeps up to one shard of features (64 MiB) in memory. The folder
 * is a store only after {@link #finish}.
 */
public final class FeatureStoreWriter implements FeatureWriter {

  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final long shardBytes;
  private final ObjectNode index = JSON.createObjectNode();
  private final ObjectNode videos;
  private final Map<String, INDArray> pending = new LinkedHashMap<>();
  private long pendingBytes;
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
   * @throws FeatureFileException if the folder is not empty
   */
  public static FeatureStoreWriter to(Path folder) throws IOException {
    return to(folder, 1L << 26);
  }

  /** Writes to {@code folder}, with the size in bytes at which a shard is full. */
  static FeatureStoreWriter to(Path folder, long shardBytes) throws IOException {
    Backend.require();
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new FeatureFileException(
            folder, "found files in the folder, expected an empty folder");
      }
    }
    return new FeatureStoreWriter(folder, shardBytes);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the id is longer than 255 characters, or the time of a
   *     word is NaN or infinite
   */
  @Override
  public void write(StoredVideo video) throws IOException {
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
      WrittenFeatures features = WrittenFeatures.of(entry.getValue());
      add(id + FeatureStore.VALUES + entry.getKey(), Nd4j.createFromArray(features.rows()));
      if (features.timed()) {
        add(id + FeatureStore.TIMES + entry.getKey(), Nd4j.createFromArray(features.times()));
      }
    }
    if (pendingBytes >= shardBytes || pending.size() >= FeatureStore.MAX_TENSORS) {
      writeShard();
    }
  }

  @Override
  public void finish() throws IOException {
    if (!pending.isEmpty()) {
      writeShard();
    }
    index.put("shards", shards);
    AtomicFiles.write(folder.resolve(FeatureStore.INDEX), JSON.writeValueAsBytes(index));
  }

  private void add(String name, INDArray tensor) {
    pending.put(name, tensor);
    pendingBytes += tensor.length() * tensor.dataType().width();
  }

  private void writeShard() throws IOException {
    Safetensors.write(FeatureStore.shard(folder, shards), pending);
    pending.clear();
    pendingBytes = 0;
    shards++;
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
                    times.starts().stream().forEach(s -> starts.add(requireFinite(id, number, s)));
                    ArrayNode ends = one.putArray("ends");
                    times.ends().stream().forEach(s -> ends.add(requireFinite(id, number, s)));
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
