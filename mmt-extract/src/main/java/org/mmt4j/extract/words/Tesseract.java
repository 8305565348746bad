package org.mmt4j.extract.words;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.leptonica.global.leptonica;
import org.bytedeco.tesseract.FileReader;
import org.bytedeco.tesseract.StringVector;
import org.bytedeco.tesseract.TessBaseAPI;
import org.bytedeco.tesseract.global.tesseract;
import org.mmt4j.extract.Frame;
import org.mmt4j.graph.NativeLibrary;
import org.mmt4j.io.DataFileException;

/**
 * Reads words anywhere in frames with Tesseract's LSTM network. Holds native memory until it is
 * closed; closing it again has no effect.
 */
final class Tesseract implements AutoCloseable {

  /** Minimum confidence, of 100; results below it are mostly not text. */
  private static final double CONFIDENCE = 60;

  /** Resolution, which Tesseract estimates if it is not set. */
  private static final int DOTS_PER_INCH = 70;

  private static final String WORD_LEVEL = "5";

  /** Destination of Tesseract's log; Tesseract knows this name on all platforms. */
  private static final String NULL_DEVICE = "/dev/null";

  private final TessBaseAPI engine;
  private boolean closed;

  private Tesseract(TessBaseAPI engine) {
    this.engine = engine;
  }

  /** Returns why Tesseract is unavailable; empty if it is available. */
  static Optional<String> unavailableReason() {
    return NativeLibrary.problem(
        "Tesseract",
        "mmt-video-cpu",
        ImmutableList.of(NativeLibrary.TESSERACT, NativeLibrary.LEPTONICA, NativeLibrary.JAVACPP),
        Tesseract::load);
  }

  private static void load() {
    Loader.load(leptonica.class);
    Loader.load(tesseract.class);
    leptonica.setMsgSeverity(leptonica.L_SEVERITY_NONE);
  }

  /**
   * Starts Tesseract.
   *
   * @param english data of the language
   * @throws DataFileException if Tesseract cannot read it
   */
  static Tesseract of(TesseractData english) throws DataFileException {
    TessBaseAPI engine = new TessBaseAPI();
    try {
      init(engine, english);
      return new Tesseract(engine);
    } catch (DataFileException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private static void init(TessBaseAPI engine, TesseractData english) throws DataFileException {
    try (BytePointer data = new BytePointer(english.bytes());
        BytePointer language = new BytePointer("eng")) {
      int error =
          engine.Init(
              data,
              english.bytes().length,
              language,
              tesseract.OEM_LSTM_ONLY,
              (PointerPointer<?>) null,
              0,
              (StringVector) null,
              (StringVector) null,
              false,
              (FileReader) null);
      if (error != 0) {
        throw new DataFileException(
            english.file(),
            "found "
                + english.bytes().length
                + " bytes that Tesseract cannot read, expected its data of English");
      }
    }
    engine.SetVariable("debug_file", NULL_DEVICE);
    engine.SetPageSegMode(tesseract.PSM_SPARSE_TEXT);
  }

  /** Returns the words with sufficient confidence, in reading order. */
  List<String> words(Frame frame) {
    engine.SetImage(frame.rgb(), frame.width(), frame.height(), 3, 3 * frame.width());
    engine.SetSourceResolution(DOTS_PER_INCH);
    try (BytePointer table = engine.GetTSVText(0)) {
      if (table == null || table.isNull()) {
        return List.of();
      }
      String lines = table.getString(StandardCharsets.UTF_8);
      tesseract.TessDeleteText(table);
      return words(lines);
    } finally {
      engine.Clear();
    }
  }

  /**
   * Parses the output of Tesseract.
   *
   * @param lines of level, page, block, paragraph, line, word, 4 values of the box, confidence and
   *     text
   */
  static List<String> words(String lines) {
    List<String> words = new ArrayList<>();
    for (String line : Splitter.on('\n').split(lines)) {
      List<String> columns = Splitter.on('\t').splitToList(line);
      if (columns.size() == 12
          && columns.get(0).equals(WORD_LEVEL)
          && Double.parseDouble(columns.get(10)) >= CONFIDENCE
          && columns.get(11).codePoints().filter(Character::isLetterOrDigit).count() >= 2) {
        words.add(columns.get(11));
      }
    }
    return words;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      engine.End();
      engine.close();
    }
  }
}
