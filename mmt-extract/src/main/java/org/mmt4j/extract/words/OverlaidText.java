package org.mmt4j.extract.words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.FrameCache;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.MediaRequests;

/**
 * Expert {@code ocr}: English words that Tesseract reads in one frame per second. A feature is the
 * mean of the vectors of the words of a frame; a frame without words has no feature.
 *
 * <p>Needs {@code eng.traineddata}, from the model folder, the tess4j jar or a Debian package; and
 * word vectors: {@code words.bin} of word2vec in the model folder, or all-MiniLM-L6-v2 on the class
 * path.
 *
 * <p>Differs from section 4.2 of the paper in the networks that find and read text, and in that a
 * feature describes all words of a frame, not one word.
 */
public final class OverlaidText implements FeatureExtractorProvider {

  private static final String NAME = "ocr";
  private static final double SECONDS = 1;

  /** Larger frames take longer, and readable text is large enough at this size. */
  private static final FrameSize SIZE = new FrameSize.AtMost(1280);

  /** For {@link java.util.ServiceLoader}. */
  public OverlaidText() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return Tesseract.unavailableReason()
        .or(() -> TesseractData.unavailableReason(models))
        .or(() -> WordModels.unavailableReason(models));
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) throws IOException {
    return TextExtractor.open(
        NAME, new FrameText(Tesseract.of(TesseractData.read(models))), models);
  }

  private static final class FrameText implements TextReader {

    private final Tesseract tesseract;

    FrameText(Tesseract tesseract) {
      this.tesseract = tesseract;
    }

    @Override
    public Texts start(MediaRequests requests) {
      List<TimedText> texts = new ArrayList<>();
      FrameCache<String> shown =
          new FrameCache<>(frame -> String.join(" ", tesseract.words(frame)));
      requests.frames(
          FrameSampling.every(SECONDS),
          SIZE,
          frame -> texts.add(new TimedText(frame.time(), shown.get(frame))));
      return () -> texts;
    }

    @Override
    public void close() {
      tesseract.close();
    }
  }
}
