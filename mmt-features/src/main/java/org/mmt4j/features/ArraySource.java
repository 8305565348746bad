package org.mmt4j.features;

import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;

/** A source with one array for each video and expert, without times and captions. */
final class ArraySource implements FeatureSource {

  private final VideoTable<VideoArrays> videos;

  ArraySource(Path source, Map<String, ? extends VideoArrays> videos) {
    this.videos = new VideoTable<>(source, ImmutableSortedMap.<String, VideoArrays>copyOf(videos));
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
      if (present.contains(expert.name())) {
        ArrayFeatures.of(arrays.file(expert.name()), expert, arrays.array(expert.name()))
            .ifPresent(found -> features.put(expert.name(), found));
      }
    }
    return new StoredVideo(VideoFeatures.of(id, features), ImmutableSortedMap.of());
  }

  @Override
  public void close() {
    videos.close();
  }
}
