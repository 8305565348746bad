package org.mmt4j.data;

import com.google.common.collect.ImmutableList;

/**
 * A video and what people said about it.
 *
 * @param video its features
 * @param captions at least one sentence, none blank
 */
public record CaptionedVideo(VideoFeatures video, ImmutableList<String> captions) {

  /**
   * A video and its captions.
   *
   * @throws IllegalArgumentException if there is no caption, or one is blank
   */
  public static CaptionedVideo of(VideoFeatures video, String... captions) {
    return new CaptionedVideo(video, ImmutableList.copyOf(captions));
  }

  /**
   * Checks the captions.
   *
   * @throws IllegalArgumentException if there is none, or one is blank
   */
  public CaptionedVideo {
    if (captions.isEmpty() || captions.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "captions of video "
              + video.id()
              + ": found "
              + (captions.isEmpty() ? "none" : "a blank one")
              + ", expected at least one sentence and no blank one");
    }
  }
}
