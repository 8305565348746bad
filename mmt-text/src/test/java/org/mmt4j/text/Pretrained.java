package org.mmt4j.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The pretrained models on the class path of the tests. */
enum Pretrained {
  MINI_LM("/all-minilm-l6-v2.onnx", "/all-minilm-l6-v2-tokenizer.json"),
  BGE_SMALL("/bge-small-en-v1.5.onnx", "/bge-small-en-v1.5-tokenizer.json");

  private final String model;
  private final String tokenizer;

  Pretrained(String model, String tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
  }

  InputStream model() {
    return resource(model);
  }

  WordPieceVocabulary vocabulary() throws IOException {
    try (InputStream json = resource(tokenizer)) {
      return WordPieceVocabulary.ofTokenizerJson(json);
    }
  }

  Bert bert(BertOptions options) throws IOException {
    return Bert.fromClasspath(model.substring(1), tokenizer.substring(1), options);
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(Pretrained.class.getResourceAsStream(name), name);
  }
}
