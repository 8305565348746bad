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
 * Expert {@code ocr}: words that PP-OCRv4 reads in one frame per second, English and Chinese. A
 * feature is the mean of the vectors of the words of a frame; a frame without words has no feature.
 *
 * <p>Needs {@code ch_PP-OCRv4_det_infer.onnx}, {@code ch_PP-OCRv4_rec_infer.onnx} and {@code
 * ppocr_keys_v1.txt} in the model folder, and word vectors: {@code words.bin} of word2vec there, or
 * all-MiniLM-L6-v2 on the class path. Without them, {@link OverlaidText} reads by Tesseract.
 *
 * <p>Differs from section 4.2 of the paper in the networks that find and read text, and in that a
 * feature describes all words of a frame, not one word.
 */
public final class PaddleText implements FeatureExtractorProvider {

  private static final String NAME = "ocr";
  private static final double SECONDS = 1;
  private static final FrameSize SIZE = new FrameSize.AtMost(960);

  /** For {@link java.util.ServiceLoader}. */
  public PaddleText() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return PaddleOcr.unavailableReason(models).or(() -> WordModels.unavailableReason(models));
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) throws IOException {
    return TextExtractor.open(NAME, new FrameText(PaddleOcr.open(models)), models);
  }

  private record FrameText(PaddleOcr ocr) implements TextReader {

    @Override
    public Texts start(MediaRequests requests) {
      List<TimedText> texts = new ArrayList<>();
      FrameCache<String> shown = new FrameCache<>(frame -> String.join(" ", ocr.lines(frame)));
      requests.frames(
          FrameSampling.every(SECONDS),
          SIZE,
          frame -> texts.add(new TimedText(frame.time(), shown.get(frame))));
      return () -> texts;
    }

    @Override
    public void close() {
      ocr.close();
    }
  }
}
