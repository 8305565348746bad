package org.mmt4j.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionEncoderLoader;
import org.mmt4j.io.DataFileException;
import org.mmt4j.io.FileKind;

/** Loads a {@link Bert} from the files that {@link Bert#save} writes. */
public final class BertLoader implements CaptionEncoderLoader {

  private static final int MAX_SETTINGS = 1 << 20;

  /** Parses the content of a file. */
  interface Parser<T> {
    T parse(byte[] bytes) throws IOException;
  }

  /** For {@link java.util.ServiceLoader}. */
  public BertLoader() {}

  @Override
  public String kind() {
    return Bert.KIND;
  }

  /**
   * {@inheritDoc}
   *
   * @return a {@link Bert} without pretrained weights
   */
  @Override
  public CaptionEncoder load(Path directory) throws IOException {
    Path settingsFile = directory.resolve(Bert.SETTINGS_FILE);
    BertJson settings = readSettings(settingsFile, BertJson::parse);
    WordPieceVocabulary vocabulary =
        read(directory.resolve(Bert.TOKENIZER_FILE), TokenizerJson::parse);
    try {
      return Bert.of(settings.config(), vocabulary, settings.options());
    } catch (IllegalArgumentException e) {
      throw new DataFileException(settingsFile, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Reads and parses a file of at most 64 MiB.
   *
   * @throws DataFileException if the file is missing or the parser rejects it
   */
  static <T> T read(Path file, Parser<T> parser) throws IOException {
    return read(file, content -> TokenizerJson.readAll(content, "content"), parser);
  }

  /**
   * Reads and parses a JSON file of settings of at most 1 MiB: parsed JSON takes many times its
   * bytes.
   *
   * @throws DataFileException if the file is missing or the parser rejects it
   */
  static <T> T readSettings(Path file, Parser<T> parser) throws IOException {
    return read(file, content -> TokenizerJson.readAll(content, "content", MAX_SETTINGS), parser);
  }

  private interface Bounded {
    byte[] readAll(InputStream content) throws IOException;
  }

  private static <T> T read(Path file, Bounded bounded, Parser<T> parser) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataFileException(file, "file is missing, expected it in the model directory");
    }
    try (InputStream content = Files.newInputStream(file)) {
      return parser.parse(bounded.readAll(content));
    } catch (IOException | IllegalArgumentException e) {
      throw rejected(file, e);
    }
  }

  private static DataFileException rejected(Path file, Exception e) {
    String problem =
        FileKind.describe(file, "the file " + file.getFileName() + " of a BERT")
            .orElse(String.valueOf(e.getMessage()));
    return new DataFileException(file, problem, e);
  }

  /** A check of the content of a file. */
  interface Check<T> {
    T run() throws IOException;
  }

  /**
   * Runs a check.
   *
   * @throws DataFileException if the check throws an {@link IllegalArgumentException}
   */
  static <T> T checked(Path file, Check<T> check) throws IOException {
    try {
      return check.run();
    } catch (IllegalArgumentException e) {
      throw rejected(file, e);
    }
  }
}
