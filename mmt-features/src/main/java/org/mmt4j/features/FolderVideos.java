package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import org.mmt4j.Expert;

/**
 * Videos whose files lie in one folder, with captions from elsewhere.
 *
 * @param folder of the files {@code ID.h5}
 * @param experts to read
 * @param captions by video
 */
record FolderVideos(
    Path folder, ImmutableList<Expert> experts, ImmutableListMultimap<String, Caption> captions)
    implements VideoReader {

  @Override
  public Path file(String id) {
    return folder.resolve(id + ".h5");
  }

  @Override
  public StoredVideo read(String id) throws FeatureFileException {
    ImmutableSortedMap.Builder<Integer, Caption> numbered = ImmutableSortedMap.naturalOrder();
    int number = 0;
    for (Caption caption : captions.get(id)) {
      numbered.put(number++, caption);
    }
    return new StoredVideo(
        Hdf5Features.read(file(id), id, experts).features(), numbered.buildOrThrow());
  }
}
