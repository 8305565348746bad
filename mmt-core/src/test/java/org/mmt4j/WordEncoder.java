package org.mmt4j;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.graph.Initializer;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.Embedding;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.TransformerLayer;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A small caption encoder: vectors of hashed words, one transformer layer; returns the first token.
 */
public final class WordEncoder implements CaptionEncoder {

  static final String KIND = "words";
  static final String FILE = "words.txt";

  private static final int HIDDEN_SIZE = 6;
  private static final int MAX_TOKENS = 9;

  private final int entries;
  private boolean closed;

  public WordEncoder(int entries) {
    this.entries = entries;
  }

  boolean closed() {
    return closed;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public SortedMap<String, String> describe() {
    return new TreeMap<>(Map.of("entries", String.valueOf(entries)));
  }

  @Override
  public OptionalInt paddingId() {
    return OptionalInt.empty();
  }

  @Override
  public int dimension() {
    return HIDDEN_SIZE;
  }

  @Override
  public int maxTokens() {
    return MAX_TOKENS;
  }

  @Override
  public int[] tokenize(String caption) {
    if (closed) {
      throw new ClosedException("words");
    }
    return Splitter.on(' ')
        .splitToStream(caption)
        .limit(MAX_TOKENS)
        .mapToInt(word -> Math.floorMod(word.hashCode(), entries))
        .toArray();
  }

  @Override
  public SDVariable encode(LayerContext context, CaptionTokens.Shape shape) {
    LayerContext words = context.scope("words");
    Initializer initializer = Initializer.normal(1);
    SDVariable rows =
        words.rows("weight", initializer, entries, HIDDEN_SIZE, CaptionTokens.IDS, shape.rows());
    SDVariable positions =
        new Embedding(MAX_TOKENS, HIDDEN_SIZE)
            .apply(words.scope("positions"), shape.positions().declare(context), MAX_TOKENS);
    Dropout none = new Dropout(0);
    SDVariable hidden =
        new TransformerLayer(HIDDEN_SIZE, 2, HIDDEN_SIZE, none, none, "norm", 1e-12)
            .apply(words, rows.add(positions), shape.sequences().declare(context));
    return context.graph().slice(hidden, new int[] {0, 0}, shape.captions(), HIDDEN_SIZE);
  }

  @Override
  public void save(Path directory) throws IOException {
    Files.writeString(directory.resolve(FILE), "w".repeat(entries));
  }

  @Override
  public void close() {
    closed = true;
  }
}
