package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmt4j.graph.Parameters;
import org.mmt4j.nn.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Activations and poolings of a BERT equal those that NumPy computes in float64. */
class BertVariantsGoldenTest {

  private static final List<String> CAPTIONS = List.of("A dogs run", "dog"); // 6 and 3 tokens

  @Test
  void exactGelu() {
    assertVectors(
        Activation.GELU,
        BertPooling.CLS,
        new float[][] {
          {
            0.160242f,
            -0.950098f,
            -0.184632f,
            -1.570813f,
            0.926357f,
            1.161581f,
            1.495529f,
            0.194956f
          },
          {
            0.160155f,
            -0.950113f,
            -0.184529f,
            -1.570768f,
            0.926290f,
            1.161634f,
            1.495565f,
            0.195119f
          },
        });
  }

  @Test
  void geluWithTanh() {
    assertVectors(
        Activation.GELU_TANH,
        BertPooling.CLS,
        new float[][] {
          {
            0.160226f,
            -0.950104f,
            -0.184569f,
            -1.570798f,
            0.926292f,
            1.161603f,
            1.495526f,
            0.195016f
          },
          {
            0.160140f,
            -0.950118f,
            -0.184467f,
            -1.570753f,
            0.926224f,
            1.161656f,
            1.495562f,
            0.195179f
          },
        });
  }

  @Test
  void relu() {
    assertVectors(
        Activation.RELU,
        BertPooling.CLS,
        new float[][] {
          {
            0.160884f,
            -0.949856f,
            -0.186775f,
            -1.571605f,
            0.928406f,
            1.160635f,
            1.495561f,
            0.192268f
          },
          {
            0.160796f,
            -0.949871f,
            -0.186672f,
            -1.571561f,
            0.928339f,
            1.160689f,
            1.495599f,
            0.192433f
          },
        });
  }

  @Test
  void meanOfTheTokens() {
    assertVectors(
        Activation.GELU,
        BertPooling.MEAN_TOKENS,
        new float[][] {
          {
            0.160215f,
            -0.950102f,
            -0.184568f,
            -1.570789f,
            0.926277f,
            1.161585f,
            1.495551f,
            0.194936f
          },
          {
            0.160117f,
            -0.950118f,
            -0.184438f,
            -1.570732f,
            0.926170f,
            1.161644f,
            1.495596f,
            0.195099f
          },
        });
  }

  @Test
  void maximumOfTheTokens() {
    assertVectors(
        Activation.GELU,
        BertPooling.MAX_TOKENS,
        new float[][] {
          {
            0.160269f,
            -0.950094f,
            -0.184364f,
            -1.570706f,
            0.926445f,
            1.161613f,
            1.495619f,
            0.194966f
          },
          {
            0.160176f,
            -0.950110f,
            -0.184212f,
            -1.570642f,
            0.926354f,
            1.161670f,
            1.495672f,
            0.195128f
          },
        });
  }

  private static void assertVectors(
      Activation activation, BertPooling pooling, float[][] expected) {
    BertWeights weights = weights(TinyBert.CONFIG.toBuilder().activation(activation).build());
    try (Bert bert = Bert.of(weights, TinyBert.VOCABULARY, TinyBert.OPTIONS.withPooling(pooling));
        Parameters parameters = EncodedCaptions.declare(bert)) {
      INDArray vectors = EncodedCaptions.of(bert, parameters, CAPTIONS);
      for (int i = 0; i < expected.length; i++) {
        assertArrayEquals(expected[i], vectors.getRow(i).toFloatVector(), 1e-5f);
      }
    }
  }

  /** Element i of parameter t is sin(1 + 0.7 i + 1.3 t). */
  private static BertWeights weights(BertConfig config) {
    ImmutableMap.Builder<String, INDArray> tensors = ImmutableMap.builder();
    int t = 0;
    for (var parameter : config.parameterShapes().entrySet()) {
      INDArray tensor = Nd4j.create(parameter.getValue()); // float32
      for (long i = 0; i < tensor.length(); i++) {
        tensor.data().put(i, Math.sin(1 + 0.7 * i + 1.3 * t));
      }
      tensors.put(parameter.getKey(), tensor);
      t++;
    }
    return new BertWeights(config, tensors.buildOrThrow());
  }
}
