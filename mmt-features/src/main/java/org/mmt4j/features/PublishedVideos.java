package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import org.mmt4j.Expert;

/**
 * Videos in the published layout, with the captions in their files.
 *
 * @param folder of the data set
 * @param experts to read
 * @param onlyCaptions by video, the number of the one caption that counts
 */
record PublishedVideos(
    Path folder, ImmutableList<Expert> experts, ImmutableMap<String, Integer> onlyCaptions)
    implements VideoReader {

  @Override
  public Path file(String id) {
    return folder
        .resolve("vid_feat_files")
        .resolve("mult_h5")
        .resolve(id.substring(0, 1))
        .resolve(id.substring(1, 2))
        .resolve(id.substring(2, 3))
        .resolve(id + ".h5");
  }

  @Override
  public StoredVideo read(String id) throws FeatureFileException {
    StoredVideo video = Hdf5Features.read(file(id), id, experts);
    Integer only = onlyCaptions.get(id);
    if (only == null) {
      return video;
    }
    Caption caption = video.captions().get(only);
    if (caption == null) {
      throw new FeatureFileException(
          file(id), "found no raw_captions." + only + ", expected the caption to test with");
    }
    return new StoredVideo(video.features(), ImmutableSortedMap.of(only, caption));
  }
}
