package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import org.mmt4j.data.Expert;

/**
 * A reader of the videos of a split.
 *
 * @param source source of the features
 * @param experts experts to read
 * @param captions selects the captions that are used
 */
record VideoReader(FeatureSource source, ImmutableList<Expert> experts, Captions captions) {

  /** Selects the captions of a video that are used. */
  interface Captions {

    /**
     * Returns the captions that are used, by their numbers.
     *
     * @param stored captions that are stored with the features
     * @throws FeatureFileException if an expected caption is missing
     */
    SortedMap<Integer, Caption> of(String id, SortedMap<Integer, Caption> stored)
        throws FeatureFileException;

    /** Returns whether the captions that are stored with the features are used. */
    default boolean readsStored() {
      return true;
    }
  }

  /** Returns the file that messages about a video name. */
  Path file(String id) {
    return source.file(id);
  }

  /** Returns the features and captions of a video. */
  StoredVideo read(String id) throws IOException {
    if (!captions.readsStored()) {
      return new StoredVideo(
          source.features(id, experts), captions.of(id, ImmutableSortedMap.of()));
    }
    StoredVideo video = source.read(id, experts);
    return new StoredVideo(video.features(), captions.of(id, video.captions()));
  }
}
