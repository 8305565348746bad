package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checkpoints and BERT directories as programs and servers write them, made by {@code
 * cases/checkpoints.py} with Debian's python3-numpy.
 */
@Tag("cases")
final class CheckpointCasesTest {

  private static final String PYTHON = "/usr/bin/python3";

  @TempDir private static Path folder;

  @BeforeAll
  static void write() throws Exception {
    Path output = folder.resolve("output.txt");
    Path script =
        Path.of(
            Objects.requireNonNull(CheckpointCasesTest.class.getResource("/cases/checkpoints.py"))
                .toURI());
    Process process =
        new ProcessBuilder(
                PYTHON,
                script.toString(),
                Files.createDirectory(folder.resolve("cases")).toString(),
                TinyBert.GOLDEN.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertEquals(0, process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python-3.13",
        "windows",
        "zipped-again",
        "torch-2",
        "names-module",
        "names-_orig_mod",
        "names-module._orig_mod",
        "other-content",
        "parameters",
        "half",
        "double",
        "bfloat16",
        "column-major"
      })
  void checkpointHasTheMetricsOfTheOriginal(String name) {
    Printed printed = evaluate("checkpoints/" + name + ".pth", "bert/control");
    assertEquals("", printed.errors());
    assertEquals(evaluate("checkpoints/control.pth", "bert/control").text(), printed.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          big-endian | byte order: found big, expected little; save the file again
          incomplete | moe_fc_txt.vggish.bias: missing, expected shape [1]
          state-dict | found no config, the configuration of the model, expected the dict that the authors' trainer saves
          pointer    | found a pointer of Git LFS instead of the content
          page       | found a web page
          empty      | found an empty file, expected a file of PyTorch's torch.save: copy or download it again
          truncated  | the file is incomplete or damaged, copy or download it again
          """)
  void checkpointIsRejectedWithAdvice(String name, String advice) {
    Printed printed = evaluate("checkpoints/" + name + ".pth", "bert/control");
    assertEquals(1, printed.exitCode());
    assertTrue(printed.errors().contains(name + ".pth: "), printed.errors());
    assertTrue(printed.errors().contains(advice), printed.errors());
  }

  /** The checkpoint has the weights of its caption encoder, so that all have its metrics. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "names-module",
        "gamma-beta",
        "masked-lm",
        "F16",
        "BF16",
        "F64",
        "gelu-new",
        "shards"
      })
  void bertIsRead(String name) {
    Printed printed = evaluate("checkpoints/control.pth", "bert/" + name);
    assertEquals("", printed.errors());
    assertEquals(0, printed.exitCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          shard-missing   | found no such file, expected the shard that model.safetensors.index.json names
          shard-elsewhere | expected the name of a file in the same folder
          distilbert      | found "distilbert", expected "bert": other architectures are not read
          roberta         | found "roberta", expected "bert": other architectures are not read
          mpnet           | found "mpnet", expected "bert": other architectures are not read
          pointer         | found a pointer of Git LFS instead of the content, expected a safetensors file
          pointer-bin     | found a pointer of Git LFS instead of the content, expected a file of PyTorch's torch.save
          page            | found a web page
          page-bin        | found a web page
          """)
  void bertIsRejectedWithAdvice(String name, String advice) {
    Printed printed = evaluate("checkpoints/control.pth", "bert/" + name);
    assertEquals(1, printed.exitCode());
    assertTrue(printed.errors().contains("bert/" + name + "/"), printed.errors());
    assertTrue(printed.errors().contains(advice), printed.errors());
  }

  private static Printed evaluate(String checkpoint, String bert) {
    Path cases = folder.resolve("cases");
    return Printed.by(
        new EvaluateCheckpoint(),
        "--data",
        TinyBert.GOLDEN.toString(),
        "--split",
        "miech",
        "--words",
        "12",
        "--features",
        "6",
        "--checkpoint",
        cases.resolve(checkpoint).toString(),
        "--bert",
        cases.resolve(bert).toString());
  }
}
