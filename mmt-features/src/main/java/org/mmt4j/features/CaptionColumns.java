package org.mmt4j.features;

import com.google.common.base.Splitter;
import java.util.List;

/**
 * The columns of a table of captions, or the fields of its JSON lines, that are read.
 *
 * @param id name in the first row, or number from 1, of the column with the ids of videos
 * @param caption name or number of the column with the captions
 */
public record CaptionColumns(String id, String caption) {

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if one is blank, or both are the same
   */
  public CaptionColumns {
    if (id.isBlank() || caption.isBlank() || id.equals(caption)) {
      throw new IllegalArgumentException(
          "columns of captions: found \"%s\" and \"%s\", expected names or numbers of two columns"
              .formatted(id, caption));
    }
  }

  /**
   * Returns the columns in a text such as {@code video_id,sentence} or {@code 1,3}.
   *
   * @throws IllegalArgumentException if the text is not two names or numbers
   */
  public static CaptionColumns parse(String text) {
    List<String> names = Splitter.on(',').trimResults().splitToList(text);
    if (names.size() != 2) {
      throw new IllegalArgumentException(
          "columns of captions: found \"%s\", expected two names or numbers, such as video_id,sentence"
              .formatted(text));
    }
    return new CaptionColumns(names.get(0), names.get(1));
  }
}
