package org.mmt4j.caption;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.kernel.RowLookup;
import org.mmt4j.nn.GraphInput;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.LayerContext.Lookup;
import org.mmt4j.nn.PackedSequences;
import org.mmt4j.nn.Rounding;

/**
 * A batch of tokenized captions, packed without padding: the first token of every caption, then all
 * others. Only for encoders that read padding, captions are padded.
 *
 * @param captions token ids of each caption
 * @param paddedTo number of tokens to which captions are padded, or 0 for no padding; other tokens
 *     do not attend to padding
 * @param paddingId token id of padding and of rows that belong to no caption
 */
public record CaptionTokens(List<int[]> captions, int paddedTo, int paddingId) {

  /** Name of the ids of all rows in {@link LayerContext#rows}. */
  public static final String IDS = "caption.ids";

  private static final String PREFIX = "caption";
  private static final int ROW_STEPS = 16;
  private static final int LENGTH_STEP = 8;

  /**
   * Sizes of a graph over captions.
   *
   * @param captions number of captions; their first tokens are the first rows
   * @param rows number of rows: tokens and unused rows
   * @param length upper bound of the longest caption
   */
  public record Shape(int captions, int rows, int length) {

    /** Returns the input of the position of each token in its caption: (rows). */
    public GraphInput positions() {
      return GraphInput.integers(PREFIX + ".positions", rows);
    }

    /** Returns the input of which rows belong to each caption. */
    public PackedSequences.Input sequences() {
      return new PackedSequences.Input(PREFIX, captions, length, rows);
    }
  }

  /**
   * Checks the captions.
   *
   * @throws IllegalArgumentException if there are no captions, or a caption has no tokens or more
   *     than {@code paddedTo}
   */
  public CaptionTokens {
    captions = List.copyOf(captions);
    if (captions.isEmpty()) {
      throw new IllegalArgumentException("captions: found none, expected at least one");
    }
    for (int i = 0; i < captions.size(); i++) {
      if (captions.get(i).length == 0) {
        throw new IllegalArgumentException(
            "caption " + i + ": found no tokens, expected at least one");
      }
      if (paddedTo > 0 && captions.get(i).length > paddedTo) {
        throw new IllegalArgumentException(
            "caption "
                + i
                + ": found "
                + captions.get(i).length
                + " tokens, expected at most "
                + paddedTo);
      }
    }
  }

  /** Returns captions without padding. */
  public static CaptionTokens unpadded(List<int[]> captions) {
    return new CaptionTokens(captions, 0, 0);
  }

  /**
   * Tokenizes captions.
   *
   * @throws IllegalArgumentException if there are no captions, or a caption is blank
   */
  public static CaptionTokens of(CaptionEncoder encoder, List<String> captions) {
    for (String caption : captions) {
      if (caption.isBlank()) {
        throw new IllegalArgumentException("caption: found a blank text, expected a sentence");
      }
    }
    return new CaptionTokens(
        captions.stream().map(encoder::tokenize).toList(),
        encoder.readsPadding() ? encoder.maxTokens() : 0,
        encoder.paddingId().orElse(0));
  }

  /** Returns a batch of different captions with the same padding. */
  public CaptionTokens with(List<int[]> others) {
    return new CaptionTokens(others, paddedTo, paddingId);
  }

  /**
   * Returns the shape of the graph for this batch. Rows are rounded up to a multiple of a sixteenth
   * of their maximum, lengths to a multiple of 8, so that few graphs serve all batches. Padded
   * captions have one shape per batch size.
   *
   * @param maxTokens largest number of tokens of a caption
   */
  public Shape shape(int maxTokens) {
    if (paddedTo > 0) {
      return new Shape(captions.size(), captions.size() * paddedTo, paddedTo);
    }
    int tokens = captions.stream().mapToInt(ids -> ids.length).sum();
    int longest = captions.stream().mapToInt(ids -> ids.length).max().orElseThrow();
    int capacity = captions.size() * maxTokens;
    int rows = Math.min(Rounding.up(tokens, Math.max(1, capacity / ROW_STEPS)), capacity);
    int length = Math.min(Rounding.up(longest, LENGTH_STEP), maxTokens);
    return new Shape(captions.size(), Math.min(rows, captions.size() * length), length);
  }

  /** Returns the ids of all rows of a graph of that shape. */
  public int[] ids(Shape shape) {
    int[] ids = new int[shape.rows()];
    Arrays.fill(ids, paddingId);
    int next = captions.size();
    for (int i = 0; i < captions.size(); i++) {
      int[] caption = captions.get(i);
      ids[i] = caption[0];
      System.arraycopy(caption, 1, ids, next, caption.length - 1);
      next += rows(i) - 1;
    }
    return ids;
  }

  private int rows(int caption) {
    return Math.max(captions.get(caption).length, paddedTo);
  }

  /**
   * Fills the inputs of {@link Shape} that the graph declares, and the rows that it looks up.
   *
   * @param lookups lookups by the placeholder that they fill ({@link LayerContext#lookups})
   * @param parameters parameters that contain the tables
   * @throws IllegalArgumentException if an id is not a row of its table
   */
  public void fill(
      CompiledGraph graph, Shape shape, Map<String, Lookup> lookups, Parameters parameters) {
    fillSequences(graph, shape);
    int[] ids = ids(shape);
    lookups.forEach(
        (placeholder, lookup) ->
            RowLookup.fill(parameters.get(lookup.table()), ids, graph.input(placeholder)));
  }

  private void fillSequences(CompiledGraph graph, Shape shape) {
    int[] positions = new int[shape.rows()];
    int[] captionOfRow = new int[shape.rows()];
    boolean[] visible = new boolean[shape.rows()];
    Arrays.fill(visible, true);
    Arrays.fill(captionOfRow, -1);
    int next = captions.size();
    for (int i = 0; i < captions.size(); i++) {
      captionOfRow[i] = i;
      for (int position = 1; position < rows(i); position++) {
        captionOfRow[next] = i;
        visible[next] = position < captions.get(i).length;
        positions[next++] = position;
      }
    }
    if (shape.positions().isDeclared(graph)) {
      shape.positions().fill(graph, positions);
    }
    if (shape.sequences().isDeclared(graph)) {
      shape.sequences().fill(graph, captionOfRow, visible);
    }
  }
}
