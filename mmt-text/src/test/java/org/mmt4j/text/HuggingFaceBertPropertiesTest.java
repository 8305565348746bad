package org.mmt4j.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mmt4j.fixtures.Damage;
import org.mmt4j.fixtures.ScratchFile;
import org.mmt4j.io.DataFileException;

/** A damaged directory is read or rejected with a message; all other exceptions fail the test. */
@Tag("damage")
class HuggingFaceBertPropertiesTest {

  private static final ImmutableMap<String, String> FILES =
      ImmutableMap.of(
          "tokenizer.json",
          TinyBert.VOCABULARY.toTokenizerJson(),
          "tokenizer_config.json",
          "{\"strip_accents\": false, \"never_split\": [\"dog\"],"
              + " \"added_tokens_decoder\": {\"11\": {\"content\": \"[B]\"}}}",
          "added_tokens.json",
          "{\"[B]\": 11, \"[C]\": 12}",
          "special_tokens_map.json",
          "{\"additional_special_tokens\": [\"[B]\", {\"content\": \"[C]\"}]}");

  private static Path directory = Path.of("");

  @BeforeContainer
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("mmt-damaged");
    TinyHuggingFace.write(directory, TinyBert.weights().tensors());
  }

  @AfterContainer
  static void deleteDirectory() throws IOException {
    SavedModelZip.delete(directory);
  }

  @Property(tries = 5000, seed = "20200821")
  void readsOrRejectsADamagedConfig(
      @ForAll Damage damage,
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll @IntRange(max = 10_000) int other)
      throws IOException {
    Path config = directory.resolve("config.json");
    ScratchFile.write(config, damage.apply(TinyHuggingFace.CONFIG.getBytes(UTF_8), place, other));
    try {
      assertNotNull(HuggingFaceBert.read(directory));
    } catch (IOException | IllegalArgumentException e) {
      assertNotNull(e.getMessage());
    }
  }

  @Property(tries = 5000, seed = "20200821")
  void readsOrRejectsADamagedTokenizer(
      @ForAll @From("files") String name,
      @ForAll Damage damage,
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll @IntRange(max = 10_000) int other)
      throws IOException {
    Path tokenizer = Files.createTempDirectory("mmt-tokenizer");
    try {
      Files.write(tokenizer.resolve("vocab.txt"), TinyBert.VOCABULARY.tokens());
      byte[] undamaged = FILES.get(name).getBytes(UTF_8);
      ScratchFile.write(tokenizer.resolve(name), damage.apply(undamaged, place, other));
      assertNotNull(HuggingFaceBert.vocabulary(tokenizer));
    } catch (DataFileException e) {
      assertNotNull(e.getMessage());
    } finally {
      SavedModelZip.delete(tokenizer);
    }
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of(FILES.keySet());
  }

  @Property(tries = 5000, seed = "20200821")
  void readsOrRejectsADamagedVocabulary(
      @ForAll Damage damage,
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll @IntRange(max = 10_000) int other)
      throws IOException {
    byte[] undamaged = String.join("\n", TinyBert.VOCABULARY.tokens()).getBytes(UTF_8);
    ScratchFile.write(directory.resolve("vocab.txt"), damage.apply(undamaged, place, other));
    try {
      assertNotNull(HuggingFaceBert.vocabulary(directory));
    } catch (IOException e) {
      assertNotNull(e.getMessage());
    }
  }
}
