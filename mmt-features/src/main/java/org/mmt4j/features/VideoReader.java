package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Path;
import org.mmt4j.data.Expert;

/**
 * Where a split finds its videos: the features that are read, and the captions that count.
 *
 * @param source of the features
 * @param experts to read
 * @param captions that count of those that are stored
 */
record VideoReader(FeatureSource source, ImmutableList<Expert> experts, Captions captions) {

  /** Which captions of a video count. */
  interface Captions {

    /**
     * Those that count, by their numbers.
     *
     * @param stored with the features
     * @throws FeatureFileException if one that is expected is absent
     */
    ImmutableSortedMap<Integer, Caption> of(String id, ImmutableSortedMap<Integer, Caption> stored)
        throws FeatureFileException;
  }

  /** The file that errors name. */
  Path file(String id) {
    return source.file(id);
  }

  /** Features and captions of a video. */
  StoredVideo read(String id) throws IOException {
    StoredVideo video = source.read(id, experts);
    return new StoredVideo(video.features(), captions.of(id, video.captions()));
  }
}
