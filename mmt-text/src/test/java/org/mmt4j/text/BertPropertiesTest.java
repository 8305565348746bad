package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.mmt4j.graph.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class BertPropertiesTest {

  /** Rounding errors in double; vectors are layer-normalised, with values below 10. */
  private static final double ROUNDING = 1e-12;

  @Property(tries = 20)
  void captionVectorDoesNotDependOnTheRestOfTheBatch(@ForAll("captions") List<String> captions) {
    try (Bert bert = TinyBert.pretrained();
        Parameters parameters = new Parameters(DataType.DOUBLE, 1)) {
      INDArray together = EncodedCaptions.of(bert, parameters, captions);
      INDArray alone = EncodedCaptions.of(bert, parameters, captions, 1);
      assertArrayEquals(
          alone.reshape(-1).toDoubleVector(), together.reshape(-1).toDoubleVector(), ROUNDING);
    }
  }

  /** Batches of captions of 1 to 12 words; some are truncated. */
  @Provide
  Arbitrary<List<String>> captions() {
    return Arbitraries.of(TinyBert.WORDS)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(words -> String.join(" ", words))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }
}
