package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A source with one array for each video and expert. */
final class ArraySource implements FeatureSource {

  private static final Logger log = LoggerFactory.getLogger(ArraySource.class);

  private final VideoTable<VideoArrays> videos;
  private final ImmutableMap<String, ImmutableList<Caption>> captions;
  private final ImmutableMap<String, FeatureFileException> skipped;
  private final ImmutableList<String> notes;

  ArraySource(Path source, Map<String, ? extends VideoArrays> videos, List<String> notes) {
    this(source, videos, ImmutableMap.of(), ImmutableMap.of(), notes);
  }

  /**
   * Creates a source.
   *
   * @param captions captions by id of the video
   * @param skipped why experts are not read; thrown if one of them is requested by name
   * @param notes what is not read, see {@link FeatureSource#notes()}; logged as warnings
   */
  ArraySource(
      Path source,
      Map<String, ? extends VideoArrays> videos,
      Map<String, ImmutableList<Caption>> captions,
      Map<String, FeatureFileException> skipped,
      List<String> notes) {
    this.videos = new VideoTable<>(source, ImmutableSortedMap.<String, VideoArrays>copyOf(videos));
    this.captions = ImmutableMap.copyOf(captions);
    this.skipped = ImmutableMap.copyOf(skipped);
    this.notes = ImmutableList.copyOf(notes);
    this.notes.forEach(log::warn);
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
    VideoArrays arrays = videos.get(id);
    ImmutableSortedMap.Builder<String, Integer> dimensions = ImmutableSortedMap.naturalOrder();
    for (String expert : arrays.experts()) {
      ExpertName.require(arrays.file(expert), expert);
      ArrayFeatures.dimension(arrays.file(expert), expert, arrays.array(expert))
          .ifPresent(dimension -> dimensions.put(expert, dimension));
    }
    return dimensions.buildOrThrow();
  }

  @Override
  public StoredVideo read(String id, List<Expert> experts) throws FeatureFileException {
    VideoArrays arrays = videos.get(id);
    Set<String> present = arrays.experts();
    Map<String, ExpertFeatures> features = new HashMap<>();
    for (Expert expert : experts) {
      String name = expert.name();
      FeatureFileException problem = skipped.get(name);
      if (problem != null) {
        throw new FeatureFileException(problem.file(), problem.problem(), problem);
      }
      if (present.contains(name)) {
        ArrayFeatures.of(arrays.file(name), name, expert, arrays.array(name), arrays.times(name))
            .ifPresent(found -> features.put(name, found));
      }
    }
    ImmutableSortedMap.Builder<Integer, Caption> numbered = ImmutableSortedMap.naturalOrder();
    List<Caption> ofVideo = captions.getOrDefault(id, ImmutableList.of());
    for (int number = 0; number < ofVideo.size(); number++) {
      numbered.put(number, ofVideo.get(number));
    }
    return new StoredVideo(VideoFeatures.of(id, features), numbered.buildOrThrow());
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public List<String> notes(String id) throws FeatureFileException {
    VideoArrays arrays = videos.get(id);
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    for (String expert : arrays.experts()) {
      Optional<double[]> times = arrays.times(expert);
      if (times.isPresent()) {
        int count = ArrayFeatures.count(arrays.file(expert), expert, arrays.array(expert));
        if (count > 0) {
          notes.addAll(FeatureTimes.notes("times of " + expert, count, times.get()));
        }
      }
    }
    return notes.build();
  }

  @Override
  public void close() {
    videos.close();
  }
}
