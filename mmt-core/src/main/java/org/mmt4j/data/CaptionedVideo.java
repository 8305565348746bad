package org.mmt4j.data;

import java.util.List;

/**
 * A video and its captions. Immutable.
 *
 * @param video features of the video
 * @param captions at least one caption, none blank
 */
public record CaptionedVideo(VideoFeatures video, List<String> captions) {

  /**
   * Returns a video with captions.
   *
   * @throws IllegalArgumentException if there is no caption, or a caption is blank
   */
  public static CaptionedVideo of(VideoFeatures video, String... captions) {
    return new CaptionedVideo(video, List.of(captions));
  }

  /**
   * Copies the captions.
   *
   * @throws IllegalArgumentException if there is no caption, or a caption is blank
   */
  public CaptionedVideo {
    captions = List.copyOf(captions);
    if (captions.isEmpty() || captions.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "captions of video "
              + video.id()
              + ": found "
              + (captions.isEmpty() ? "none" : "a blank one")
              + ", expected at least one caption and no blank one");
    }
  }
}
