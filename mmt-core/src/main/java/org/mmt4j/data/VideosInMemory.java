package org.mmt4j.data;

import java.util.List;
import java.util.random.RandomGenerator;

/** Videos that are in memory. */
record VideosInMemory(List<CaptionedVideo> videos) implements CaptionedVideos {

  @Override
  public int size() {
    return videos.size();
  }

  @Override
  public String id(int index) {
    return videos.get(index).video().id();
  }

  @Override
  public CaptionedVideo draw(int index, RandomGenerator random) {
    return videos.get(index);
  }

  @Override
  public CaptionedVideo load(int index) {
    return videos.get(index);
  }
}
