package org.mmt4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;

/** A {@link WordEncoder} whose methods tests replace. */
class ForwardingEncoder implements CaptionEncoder {

  private final CaptionEncoder words = new WordEncoder(50);

  @Override
  public String kind() {
    return words.kind();
  }

  @Override
  public SortedMap<String, String> describe() {
    return words.describe();
  }

  @Override
  public int dimension() {
    return words.dimension();
  }

  @Override
  public int maxTokens() {
    return words.maxTokens();
  }

  @Override
  public OptionalInt paddingId() {
    return words.paddingId();
  }

  @Override
  public int[] tokenize(String caption) {
    return words.tokenize(caption);
  }

  @Override
  public SDVariable encode(LayerContext context, CaptionTokens.Shape shape) {
    return words.encode(context, shape);
  }

  @Override
  public void save(Path directory) throws IOException {
    words.save(directory);
  }

  @Override
  public void close() {
    words.close();
  }
}
