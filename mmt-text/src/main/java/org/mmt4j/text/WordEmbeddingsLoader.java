package org.mmt4j.text;

import java.io.IOException;
import java.nio.file.Path;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionEncoderLoader;
import org.mmt4j.io.DataFileException;

/** Loads {@link WordEmbeddings} from the files that {@link WordEmbeddings#save} writes. */
public final class WordEmbeddingsLoader implements CaptionEncoderLoader {

  /** For {@link java.util.ServiceLoader}. */
  public WordEmbeddingsLoader() {}

  @Override
  public String kind() {
    return WordEmbeddings.KIND;
  }

  /**
   * {@inheritDoc}
   *
   * @return {@link WordEmbeddings} without pretrained vectors
   */
  @Override
  public CaptionEncoder load(Path directory) throws IOException {
    Path file = directory.resolve(WordEmbeddingsJson.FILE);
    WordEmbeddingsJson settings = BertLoader.read(file, WordEmbeddingsJson::parse);
    CaptionTokenizer tokenizer = tokenizer(file, settings, directory);
    try {
      return new WordEmbeddings(tokenizer, settings.network(), settings.maxTokens());
    } catch (IllegalArgumentException e) {
      tokenizer.close();
      throw new DataFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static CaptionTokenizer tokenizer(Path file, WordEmbeddingsJson settings, Path directory)
      throws IOException {
    return switch (settings.tokenizer()) {
      case WordEmbeddingsJson.WORDS ->
          BertLoader.read(
              directory.resolve(CaptionTokenizer.Words.FILE),
              json ->
                  new CaptionTokenizer.Words(
                      new WordTokenizer(WordEmbeddingsJson.parseWords(json))));
      case WordEmbeddingsJson.PIECES ->
          new CaptionTokenizer.Pieces(
              new WordPieceTokenizer(
                  BertLoader.read(directory.resolve(Bert.TOKENIZER_FILE), TokenizerJson::parse)));
      default ->
          throw new DataFileException(
              file, "tokenizer: found " + settings.tokenizer() + ", expected words or pieces");
    };
  }
}
