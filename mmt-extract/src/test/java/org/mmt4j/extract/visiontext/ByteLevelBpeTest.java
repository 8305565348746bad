package org.mmt4j.extract.visiontext;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mmt4j.text.Bert;

/** HuggingFace's tokenizers compute the same. */
class ByteLevelBpeTest {

  private static Path folder = Path.of("");
  private static ByteLevelBpe ours;
  private static long theirs;

  @BeforeContainer
  static void open() throws IOException {
    folder = Files.createTempDirectory("towers");
    TinyTowers.write(folder);
    Path file = folder.resolve("clip/tokenizer.json");
    ours = ByteLevelBpe.read(file);
    Bert.fromClasspath("all-minilm-l6-v2.onnx", "all-minilm-l6-v2-tokenizer.json").close();
    theirs = TokenizersLibrary.LIB.createTokenizerFromString(Files.readString(file));
  }

  @AfterContainer
  static void close() {
    TokenizersLibrary.LIB.deleteTokenizer(theirs);
  }

  @Property(tries = 300)
  void tokensAreThoseOfHuggingFace(
      @ForAll
          @StringLength(max = 40)
          @CharRange(from = ' ', to = '~')
          @Chars({'r', 'e', 'd', ' ', '\n', '\u00e4', '\u65e5', '\u0130', '\''})
          String text) {
    long encoding = TokenizersLibrary.LIB.encode(theirs, text, false);
    long[] expected = TokenizersLibrary.LIB.getTokenIds(encoding);
    TokenizersLibrary.LIB.deleteEncoding(encoding);
    int[] found = ours.encode(text, 1000);
    long[] content = Arrays.stream(found, 1, found.length - 1).asLongStream().toArray();
    assertArrayEquals(expected, content, text);
  }
}
