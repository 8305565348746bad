package org.mmt4j.features;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.io.SafetensorsFile;
import org.mmt4j.io.StoredArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compact store for large collections. It is a folder with
 *
 * <ul>
 *   <li>{@code index.json}: ids and captions, see {@link StoreIndex};
 *   <li>{@code shard-00000.safetensors}, {@code shard-00001.safetensors}, ...: for each video and
 *       expert {@code ID/features/EXPERT} (n, dimension) float32 and, if times are known, {@code
 *       ID/times/EXPERT} (n) float64, the second of each feature.
 * </ul>
 *
 * <p>{@link #open} reads the index and the headers of the shards. Reading a video reads only its
 * tensors. {@link FeatureStoreWriter} writes a store.
 */
public final class FeatureStore implements FeatureSource {

  private static final Logger log = LoggerFactory.getLogger(FeatureStore.class);

  static final String FORMAT = "mmt features 1";
  static final String INDEX = "index.json";
  static final String VALUES = "/features/";
  static final String TIMES = "/times/";

  /** Maximum number of tensors in a shard. */
  static final int MAX_TENSORS = 1 << 13;

  /**
   * Number of characters in names of tensors at which a shard is full. JSON has at most 6 bytes for
   * each, so the header has less than 16 MiB, the largest header that can be read.
   */
  static final int MAX_NAMES = 1 << 20;

  static final int MAX_ID_LENGTH = 3000;

  private static final String SHARD = "a shard of the store";

  /** Captions of a video, and the shard of each of its tensors by the name of the tensor. */
  private record Video(
      ImmutableSortedMap<Integer, Caption> captions, Map<String, SafetensorsFile> shards) {}

  private final VideoTable<Video> videos;

  private FeatureStore(VideoTable<Video> videos) {
    this.videos = videos;
  }

  /** Returns the file of a shard. */
  static Path shard(Path folder, int number) {
    return folder.resolve("shard-%05d.safetensors".formatted(number));
  }

  /**
   * Reads the index and the headers of the shards.
   *
   * @throws FeatureFileException if the folder is not a store, or the index or a shard is damaged
   */
  public static FeatureStore open(Path folder) throws FeatureFileException {
    Stopwatch watch = Stopwatch.createStarted();
    StoreIndex index = StoreIndex.read(folder.resolve(INDEX));
    Map<String, Video> videos = new HashMap<>();
    index
        .captions()
        .forEach((id, captions) -> videos.put(id, new Video(captions, new TreeMap<>())));
    for (int i = 0; i < index.shards(); i++) {
      Path shard = shard(folder, i);
      if (!Files.isRegularFile(shard)) {
        throw new FeatureFileException(
            shard,
            "found no such file, expected one of the " + index.shards() + " shards of the store");
      }
      addTensors(FileAccess.read(shard, SHARD, () -> SafetensorsFile.open(shard)), videos);
    }
    log.debug(
        "opened {} videos in {} shards of {} in {} ms",
        videos.size(),
        index.shards(),
        folder,
        watch.elapsed().toMillis());
    return new FeatureStore(new VideoTable<>(folder, videos));
  }

  private static void addTensors(SafetensorsFile shard, Map<String, Video> videos)
      throws FeatureFileException {
    for (String name : shard.names()) {
      int expert = name.lastIndexOf('/');
      int kind = name.lastIndexOf('/', expert - 1);
      Video video = kind < 0 ? null : videos.get(name.substring(0, kind));
      if (video == null) {
        throw new FeatureFileException(
            shard.file(), "found tensor " + name + ", expected only tensors of videos in " + INDEX);
      }
      if (video.shards.put(name.substring(kind), shard) != null) {
        throw new FeatureFileException(
            shard.file(),
            "found tensor " + name + " again, expected each tensor in one shard only");
      }
    }
  }

  @Override
  public SortedSet<String> ids() {
    return videos.ids();
  }

  @Override
  public Path file(String id) {
    return videos.source(id);
  }

  @Override
  public SortedMap<String, Integer> dimensions(String id) throws FeatureFileException {
    ImmutableSortedMap.Builder<String, Integer> dimensions = ImmutableSortedMap.naturalOrder();
    for (Map.Entry<String, SafetensorsFile> entry : videos.get(id).shards.entrySet()) {
      if (entry.getKey().startsWith(VALUES)) {
        String expert = entry.getKey().substring(VALUES.length());
        ExpertName.require(entry.getValue().file(), expert);
        dimensions.put(expert, dimension(entry.getValue(), id + entry.getKey()));
      }
    }
    return dimensions.buildOrThrow();
  }

  @Override
  public StoredVideo read(String id, List<Expert> experts) throws FeatureFileException {
    Video video = videos.get(id);
    Map<String, ExpertFeatures> features = new HashMap<>();
    for (Expert expert : experts) {
      SafetensorsFile shard = video.shards.get(VALUES + expert.name());
      if (shard != null) {
        StoredArray values = array(shard, id + VALUES + expert.name());
        ArrayFeatures.of(shard.file(), expert.name(), expert, values, times(video, id, expert))
            .ifPresent(found -> features.put(expert.name(), found));
      }
    }
    return new StoredVideo(VideoFeatures.of(id, features), video.captions);
  }

  @Override
  public void close() {
    videos.close();
  }

  private static Optional<double[]> times(Video video, String id, Expert expert)
      throws FeatureFileException {
    SafetensorsFile shard = video.shards.get(TIMES + expert.name());
    return shard != null && FeatureTimes.readsStored(expert.timing())
        ? Optional.of(array(shard, id + TIMES + expert.name()).toDoubles())
        : Optional.empty();
  }

  private static StoredArray array(SafetensorsFile shard, String tensor)
      throws FeatureFileException {
    return FileAccess.read(shard.file(), SHARD, () -> shard.read(tensor));
  }

  private static int dimension(SafetensorsFile shard, String tensor) throws FeatureFileException {
    long[] shape = shard.shape(tensor);
    if (shape.length != 2) {
      throw new FeatureFileException(
          shard.file(),
          tensor + ": found rank " + shape.length + ", expected shape (n, dimension)");
    }
    return (int) shape[1];
  }
}
