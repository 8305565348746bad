package org.mmt4j.caption;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.nn.LayerContext;
import org.nd4j.autodiff.samediff.SDVariable;

/** A view of an encoder whose {@link #close} does nothing. */
record SharedCaptionEncoder(CaptionEncoder encoder) implements CaptionEncoder {

  @Override
  public String kind() {
    return encoder.kind();
  }

  @Override
  public SortedMap<String, String> describe() {
    return encoder.describe();
  }

  @Override
  public Map<String, String> defaultOptions() {
    return encoder.defaultOptions();
  }

  @Override
  public int dimension() {
    return encoder.dimension();
  }

  @Override
  public int maxTokens() {
    return encoder.maxTokens();
  }

  @Override
  public OptionalInt paddingId() {
    return encoder.paddingId();
  }

  @Override
  public boolean readsPadding() {
    return encoder.readsPadding();
  }

  @Override
  public int[] tokenize(String caption) {
    return encoder.tokenize(caption);
  }

  @Override
  public SDVariable encode(LayerContext context, CaptionTokens.Shape shape) {
    return encoder.encode(context, shape);
  }

  @Override
  public void fill(CompiledGraph graph, CaptionTokens tokens, CaptionTokens.Shape shape) {
    encoder.fill(graph, tokens, shape);
  }

  @Override
  public void save(Path directory) throws IOException {
    encoder.save(directory);
  }

  @Override
  public CaptionEncoder shared() {
    return this;
  }

  @Override
  public void close() {
    // does not own the encoder
  }
}
