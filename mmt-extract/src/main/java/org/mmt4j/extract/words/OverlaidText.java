package org.mmt4j.extract.words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.ShownPicture;
import org.mmt4j.extract.Video;

/**
 * Expert {@code ocr}: English words that Tesseract reads in a picture each second. A feature is the
 * mean of the vectors of a picture's words; pictures without words have none.
 *
 * <p>Needs {@code eng.traineddata}: in the folder of models, in tess4j's jar, or of Debian; and
 * vectors of words: {@code words.bin} of word2vec in the folder of models, or all-MiniLM-L6-v2 on
 * the class path.
 *
 * <p>Differs from section 4.2 of the paper in the networks that find and read text, and in that a
 * feature is of all words of a picture, not of each.
 */
public final class OverlaidText implements FeatureExtractorProvider {

  private static final String NAME = "ocr";
  private static final double SECONDS = 1;

  /** Larger pictures take longer, and letters that are meant to be read are large enough. */
  private static final FrameSize SIZE = new FrameSize.AtMost(1280);

  /** For {@link java.util.ServiceLoader}. */
  public OverlaidText() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> absence(Optional<Path> models) {
    return Tesseract.absence()
        .or(() -> TesseractData.absence(models))
        .or(() -> WordModels.absence(models));
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) throws IOException {
    return TextExtractor.open(NAME, new Pictures(Tesseract.of(TesseractData.read(models))), models);
  }

  private static final class Pictures implements TextReader {

    private final Tesseract tesseract;

    Pictures(Tesseract tesseract) {
      this.tesseract = tesseract;
    }

    @Override
    public List<TimedText> read(Video video) throws IOException {
      List<TimedText> texts = new ArrayList<>();
      ShownPicture<String> shown =
          new ShownPicture<>(picture -> String.join(" ", tesseract.words(picture)));
      try (FrameReader frames = video.frames(FrameSampling.every(SECONDS), SIZE)) {
        for (Optional<Frame> f = frames.next(); f.isPresent(); f = frames.next()) {
          texts.add(new TimedText(f.get().time(), shown.of(f.get())));
        }
      }
      return texts;
    }

    @Override
    public void close() {
      tesseract.close();
    }
  }
}
