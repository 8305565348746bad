package org.mmt4j.search;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the entries of a library are kept and searched. Knows nothing of captions and models. Every
 * engine passes {@code VectorEngineContract}, a class of the test jar.
 *
 * <p>Thread-safe. Changes are visible to searches, and survive the end of the process, after {@link
 * #commit}: all of them or none.
 */
public interface VectorEngine extends Closeable {

  /** Returns the space of the vectors, fixed when the library is created. */
  VectorSpace space();

  /**
   * Adds entries; those of the same id are replaced.
   *
   * @throws IllegalArgumentException if a vector or weights have a wrong length, or NaN or infinite
   *     values
   * @throws IllegalStateException if opened for reading
   */
  void put(List<LibraryEntry> entries) throws IOException;

  /**
   * Removes the entries of some ids; unknown ids have no effect.
   *
   * @throws IllegalStateException if opened for reading
   */
  void remove(Collection<String> ids) throws IOException;

  /**
   * Sets a property, a short text that is committed with the entries.
   *
   * @throws IllegalStateException if opened for reading
   */
  void setProperty(String name, String value) throws IOException;

  /** Returns the committed properties. */
  Map<String, String> properties() throws IOException;

  /**
   * Makes all changes durable and visible.
   *
   * @throws IOException if that fails; the library then stays at the last commit
   * @throws IllegalStateException if opened for reading
   */
  void commit() throws IOException;

  /**
   * Commits, and frees what removed and replaced entries occupy.
   *
   * @throws IllegalStateException if opened for reading
   */
  void compact() throws IOException;

  /** Makes visible what others have committed since. */
  void refresh() throws IOException;

  /** Returns the number of committed entries. */
  long size() throws IOException;

  /** Returns the ids of all committed entries. */
  Set<String> ids() throws IOException;

  /** Returns one line that says how many entries are searched, and how. */
  String describe() throws IOException;

  /**
   * A question for similar vectors. The similarity with an entry is the dot product of the vectors,
   * divided by that of the weights, if the space has weights.
   *
   * @param vector N d values
   * @param weights N values, or none
   * @param filter which entries are compared
   * @param count largest number of matches
   */
  record Question(float[] vector, float[] weights, Filter filter, int count) {}

  /**
   * An entry that was found.
   *
   * @param id of the entry
   * @param video id of the video
   * @param start second at which the window starts
   * @param end second at which the window ends
   * @param score similarity, or the score of keywords
   */
  record Match(String id, String video, double start, double end, double score) {}

  /**
   * An answer.
   *
   * @param best most similar entries, best first
   * @param mean mean similarity of the entries that the filter accepts, or of a sample of them
   * @param deviation standard deviation of the same similarities
   */
  record Answer(List<Match> best, double mean, double deviation) {}

  /**
   * Returns the most similar entries.
   *
   * @throws IllegalArgumentException if a length is wrong, a value is NaN or infinite, or the count
   *     below 1
   */
  Answer search(Question question) throws IOException;

  /**
   * Returns entries whose texts have words of a text, best first; the score is the engine's own.
   *
   * @throws IllegalArgumentException if the count is below 1
   */
  List<Match> keywords(String text, Filter filter, int count) throws IOException;

  /** Returns the entries of those ids that exist, in the order of the ids. */
  List<LibraryEntry> entries(List<String> ids) throws IOException;
}
