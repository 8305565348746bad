package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mmt4j.CaptionedVideo;
import org.mmt4j.Expert;

/**
 * Some videos of a data set in a fixed order. Each is read from its file when it is asked for, and
 * nothing stays open. Immutable and safe for use by many threads.
 */
public final class VideoSplit {

  private final ImmutableList<String> ids;
  private final ImmutableMap<String, Path> files;
  private final ImmutableList<Expert> experts;
  private final CaptionRule rule;

  VideoSplit(List<String> ids, Map<String, Path> files, List<Expert> experts, CaptionRule rule) {
    this.ids = ImmutableList.copyOf(ids);
    this.files = ImmutableMap.copyOf(files);
    this.experts = ImmutableList.copyOf(experts);
    this.rule = rule;
  }

  /** The videos in order. */
  public ImmutableList<String> ids() {
    return ids;
  }

  /** Number of videos. */
  public int size() {
    return ids.size();
  }

  /**
   * Reads the features and captions of one video.
   *
   * @param id one of {@link #ids}
   * @throws FeatureFileException if the file cannot be used (see {@link Hdf5Features#read}), has no
   *     captions, or has one without words
   * @throws IllegalArgumentException if the video is not of this split
   */
  public CaptionedVideo load(String id) throws FeatureFileException {
    Path file = files.get(id);
    if (file == null) {
      throw new IllegalArgumentException(
          "video: found \"" + id + "\", expected one of the " + size() + " of this split");
    }
    StoredVideo video = Hdf5Features.read(file, id, experts);
    return new CaptionedVideo(video.features(), sentences(file, video.captions()));
  }

  /**
   * Reads all videos, in order.
   *
   * @throws FeatureFileException for the first that cannot be used
   */
  public ImmutableList<CaptionedVideo> loadAll() throws FeatureFileException {
    ImmutableList.Builder<CaptionedVideo> samples = ImmutableList.builderWithExpectedSize(size());
    for (String id : ids) {
      samples.add(load(id));
    }
    return samples.build();
  }

  private ImmutableList<String> sentences(Path file, Map<Integer, Caption> captions)
      throws FeatureFileException {
    if (captions.isEmpty()) {
      throw new FeatureFileException(file, "found no raw_captions.N, expected at least one");
    }
    ImmutableList.Builder<String> sentences = ImmutableList.builder();
    for (Map.Entry<Integer, Caption> caption : captions.entrySet()) {
      try {
        sentences.add(rule.sentence(caption.getValue()));
      } catch (IllegalArgumentException e) {
        throw new FeatureFileException(
            file, "raw_captions." + caption.getKey() + ": " + e.getMessage(), e);
      }
    }
    return sentences.build();
  }
}
