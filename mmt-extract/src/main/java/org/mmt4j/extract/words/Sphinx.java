package org.mmt4j.extract.words;

import com.google.common.base.Stopwatch;
import edu.cmu.sphinx.frontend.util.StreamDataSource;
import edu.cmu.sphinx.recognizer.Recognizer;
import edu.cmu.sphinx.result.Result;
import edu.cmu.sphinx.result.WordResult;
import edu.cmu.sphinx.util.props.ConfigurationManager;
import java.io.ByteArrayInputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.mmt4j.extract.voice.VoiceActivity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognizes English words by Sphinx4 and its model {@code en-us}, which is on the class path. What
 * was recognized before has no influence. Not thread-safe.
 */
final class Sphinx implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sphinx.class);

  private static final String MODEL = "/edu/cmu/sphinx/models/en-us/en-us.lm.bin";
  private static final double MILLISECOND = 1e-3;

  private final Recognizer recognizer;
  private final StreamDataSource source;

  private Sphinx(Recognizer recognizer, StreamDataSource source) {
    this.recognizer = recognizer;
    this.source = source;
  }

  /** Returns why Sphinx is unavailable; empty if it is available. */
  static Optional<String> unavailableReason() {
    try {
      return Recognizer.class.getResource(MODEL) == null
          ? Optional.of(
              "Sphinx: found no model, expected net.sf.phat:sphinx4-data on the class path")
          : Optional.empty();
    } catch (LinkageError e) {
      return Optional.of(
          "Sphinx: cannot load "
              + e.getMessage()
              + ", expected net.sf.phat:sphinx4-core on the class path");
    }
  }

  /** Reads the model. */
  static Sphinx open() {
    Stopwatch watch = Stopwatch.createStarted();
    URL settings = Objects.requireNonNull(Sphinx.class.getResource("sphinx.config.xml"));
    ConfigurationManager manager = new ConfigurationManager(settings);
    Recognizer recognizer = (Recognizer) manager.lookup("recognizer");
    StreamDataSource source = (StreamDataSource) manager.lookup("source");
    recognizer.allocate();
    LOG.info("opened Sphinx in {} ms", watch.elapsed(TimeUnit.MILLISECONDS));
    return new Sphinx(recognizer, source);
  }

  /** Returns the words of a span of voice, in the order in which they are spoken. */
  List<SpokenWord> words(VoiceActivity.Span span) {
    source.setInputStream(new ByteArrayInputStream(Pcm.bytes(span.samples())));
    List<SpokenWord> words = new ArrayList<>();
    Result result = recognizer.recognize();
    while (result != null) {
      for (WordResult word : result.getTimedBestResult(false)) {
        String text = word.getWord().getSpelling();
        if (!text.startsWith("<")) { // the start and the end of a sentence
          double start = span.start() + MILLISECOND * word.getTimeFrame().getStart();
          double end = span.start() + MILLISECOND * word.getTimeFrame().getEnd();
          words.add(new SpokenWord(text, start, end));
        }
      }
      result = recognizer.recognize();
    }
    return words;
  }

  @Override
  public void close() {
    if (recognizer.getState() == Recognizer.State.READY) {
      recognizer.deallocate();
    }
  }
}
