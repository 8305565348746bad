package org.mmt4j.search;

import org.mmt4j.VideoEmbedding;

/**
 * An entry of a library: a video, or a window of one.
 *
 * @param embedding with the id of the entry
 * @param video id of the video
 * @param start second at which the window starts
 * @param end second at which the window ends; infinity for the end of the video
 * @param metadata what the application knows of it
 */
public record LibraryEntry(
    VideoEmbedding embedding, String video, double start, double end, Metadata metadata) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if an id is blank or too long, or the window is empty
   */
  public LibraryEntry {
    Names.required("id of an entry", embedding.id());
    Names.required("id of a video", video);
    if (!(start >= 0) || !(end > start)) {
      throw new IllegalArgumentException(
          "window of %s: found seconds %s to %s, expected a start of at least 0 and a later end"
              .formatted(embedding.id(), start, end));
    }
  }

  /** Returns an entry of a whole video, which has the id of the embedding. */
  public static LibraryEntry of(VideoEmbedding embedding) {
    return new LibraryEntry(embedding, embedding.id(), 0, Double.POSITIVE_INFINITY, Metadata.NONE);
  }

  /** Returns an entry of a window of a video; the id of the embedding names the window. */
  public static LibraryEntry ofWindow(
      VideoEmbedding embedding, String video, double start, double end) {
    return new LibraryEntry(embedding, video, start, end, Metadata.NONE);
  }

  /** Returns this entry with different metadata. */
  public LibraryEntry with(Metadata other) {
    return new LibraryEntry(embedding, video, start, end, other);
  }

  /** Returns the id of the entry. */
  public String id() {
    return embedding.id();
  }
}
