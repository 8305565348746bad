package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares the fingerprints of pretrained weights with the reference. */
class PretrainedWeightsTest {

  @Test
  void weightsOfMiniLmMatchTheReference() throws IOException {
    BertWeights weights = read(Pretrained.MINI_LM);
    assertEquals(small().layers(6).build(), weights.config());
    assertTensor(
        weights,
        "embeddings.word_embeddings.weight",
        "352d34a4ad725bb742f36fc3f2a2dcfa7f07317926128d47c362198125003892");
    assertTensor(
        weights,
        "embeddings.LayerNorm.weight",
        "75076e095d717aab96f8b6beeee503c27940d9a76f2b891a0e3de72f8a6043e4");
    assertTensor(
        weights,
        "encoder.layer.0.attention.self.query.weight",
        "37cd347d0b4299ae014caff80bbd196d9f597b14548b26027f800e300128486c");
    assertTensor(
        weights,
        "encoder.layer.5.output.dense.weight",
        "2386fe2f9d990b30b18e436bd981e6eafd7362955346c19cb5db6701ccda7fd7");
    assertTensor(
        weights,
        "encoder.layer.5.output.LayerNorm.bias",
        "24c1f27ffd1eb4e5be7e3a2909943e6f0980635d761fa1efdd0c19645da23766");
  }

  @Test
  void weightsOfBgeSmallMatchTheReference() throws IOException {
    BertWeights weights = read(Pretrained.BGE_SMALL);
    assertEquals(small().build(), weights.config());
    assertTensor(
        weights,
        "embeddings.word_embeddings.weight",
        "e8bc1dc9378e22cac23126216073bd0eb590a1077183e205079755a19759271f");
    assertTensor(
        weights,
        "embeddings.LayerNorm.weight",
        "09064881f203e5ec23b41b178a6ff78abe4ab443b58db6a360dca4868d98e1e6");
    assertTensor(
        weights,
        "encoder.layer.0.attention.self.query.weight",
        "1096fb764a6fc61c373c64e6c69a2d022dcfbca002619044116837b0a1961810");
    assertTensor(
        weights,
        "encoder.layer.11.output.dense.weight",
        "eaa2b01d36f3f3acb00dca6691a864f06946eac68f189cc91403d8cbb8b2dda4");
    assertTensor(
        weights,
        "encoder.layer.11.output.LayerNorm.bias",
        "c40734402eb3fec7f24d7f9f8620cb1113acf45ca043a5b255fc643226922ded");
  }

  private static BertConfig.Builder small() {
    return BertConfig.builder().vocabularySize(30522).hiddenSize(384).intermediateSize(1536);
  }

  private static BertWeights read(Pretrained model) throws IOException {
    try (InputStream onnx = model.model()) {
      return OnnxBert.read(onnx);
    }
  }

  private static void assertTensor(BertWeights weights, String name, String sha256) {
    INDArray tensor = weights.tensors().get(name);
    assertEquals('c', tensor.ordering());
    assertEquals(sha256, Fingerprint.of(tensor), name);
  }
}
