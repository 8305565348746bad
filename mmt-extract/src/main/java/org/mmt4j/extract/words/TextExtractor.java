package org.mmt4j.extract.words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.Extraction;
import org.mmt4j.extract.FeatureCollector;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.MediaRequests;
import org.mmt4j.extract.words.TextReader.TimedText;
import org.mmt4j.graph.ClosedException;

/**
 * An expert that reads text. A feature is the mean of the word vectors of a text, at the time of
 * the text, but not before the previous feature. A text without known words has no feature.
 */
final class TextExtractor implements FeatureExtractor {

  private final String name;
  private final TextReader reader;
  private final WordEmbedder embedder;
  private boolean closed;

  private TextExtractor(String name, TextReader reader, WordEmbedder embedder) {
    this.name = name;
    this.reader = reader;
    this.embedder = embedder;
  }

  /** Opens the word vectors. Owns the reader, and closes it if they cannot be opened. */
  static TextExtractor open(String name, TextReader reader, Optional<Path> models)
      throws IOException {
    try {
      return new TextExtractor(name, reader, WordModels.open(models));
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int dimension() {
    return embedder.dimension();
  }

  @Override
  public Extraction start(MediaRequests requests) throws IOException {
    if (closed) {
      throw new ClosedException("expert " + name);
    }
    return new Embedding(requests, reader.start(requests));
  }

  @Override
  public void close() {
    closed = true;
    try {
      reader.close();
    } finally {
      embedder.close();
    }
  }

  /** Embeds the texts of one video. */
  private final class Embedding implements Extraction {

    private final MediaRequests requests;
    private final TextReader.Texts texts;

    Embedding(MediaRequests requests, TextReader.Texts texts) {
      this.requests = requests;
      this.texts = texts;
    }

    @Override
    public Optional<ExpertFeatures> features() throws IOException {
      FeatureCollector features = new FeatureCollector();
      double time = 0;
      for (TimedText text : texts.read()) {
        if (!text.text().isBlank()) {
          requests.observe(text.time(), text.text());
        }
        Optional<float[]> feature = embedder.mean(text.text());
        if (feature.isPresent()) {
          time = Math.max(time, text.time());
          features.add(time, feature.get());
        }
      }
      return features.features();
    }

    @Override
    public void close() {
      texts.close();
    }
  }
}
