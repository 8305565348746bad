package org.mmt4j.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.MmtModel;
import org.mmt4j.data.Expert;
import org.mmt4j.io.StateDict;
import org.mmt4j.io.TorchFile;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Python reads {@code model.safetensors} of a saved model and finds the state dict of the
 * reference. {@code -Dmmt.golden=DIR} reads DIR/checkpoint instead of the test resources.
 */
class PythonReadsModelTest {

  private static final int NO_TORCH = 77;

  /** Parses the header without the safetensors library. */
  private static final String SCRIPT =
      """
      import json, struct, sys
      try:
        import torch
      except ImportError:
        sys.exit(%d)
      types = {'F32': torch.float32, 'I64': torch.int64}
      data = open(sys.argv[1], 'rb').read()
      start = 8 + struct.unpack('<Q', data[:8])[0]
      found = {}
      for name, entry in json.loads(data[8:start]).items():
        begin, end = entry['data_offsets']
        bytes = bytearray(data[start + begin:start + end])
        found[name] = torch.frombuffer(bytes, dtype=types[entry['dtype']]).reshape(entry['shape'])
      expected = torch.load(sys.argv[2])
      print('missing', sorted(expected.keys() - found.keys()))
      print('unknown', sorted(found.keys() - expected.keys()))
      print('different', [name for name in expected.keys() & found.keys()
                          if not torch.equal(expected[name], found[name])])
      print('same', len(found))
      """
          .formatted(NO_TORCH);

  @TempDir private Path directory;

  @Tag("python")
  @Test
  void savedModelEqualsTheStateDictOfTheReference() throws Exception {
    Path golden =
        Path.of(System.getProperty("mmt.golden", "../mmt-core/src/test/resources/golden"))
            .resolve("checkpoint/state_dict-legacy.pth");
    assertTrue(Files.isRegularFile(golden), "no golden data: " + golden);
    Path saved = directory.resolve("model");
    int parameters = save(TorchFile.readStateDict(golden), saved);
    String report = python(saved.resolve("model.safetensors"), golden);
    assertEquals("missing []\nunknown []\ndifferent []\nsame " + parameters + "\n", report);
  }

  private static int save(Map<String, INDArray> stateDict, Path target) throws IOException {
    WordPieceVocabulary vocabulary =
        new WordPieceVocabulary(
            ImmutableList.copyOf(
                Stream.concat(
                        WordPieceVocabulary.SPECIAL.stream(),
                        Stream.iterate(0, i -> i + 1).map(i -> "word" + i))
                    .limit(40)
                    .toList()),
            true);
    try (Bert bert =
            Bert.of(
                BertConfig.builder()
                    .vocabularySize(40)
                    .hiddenSize(12)
                    .layers(2)
                    .heads(2)
                    .intermediateSize(20)
                    .maxPositions(12)
                    .build(),
                vocabulary,
                BertOptions.DEFAULTS.withMaxTokens(12));
        MmtModel model =
            MmtModel.builder()
                .experts(Expert.of("s3d", 10), Expert.of("vggish", 6))
                .hiddenSize(16)
                .layers(2)
                .heads(4)
                .feedForward(20)
                .maxSeconds(10)
                .captions(bert)
                .build()) {
      StateDict.load(stateDict, model.parameters());
      model.save(target);
      return model.parameters().names().size();
    }
  }

  private String python(Path found, Path expected) throws IOException, InterruptedException {
    for (String interpreter : List.of("python3", "/usr/bin/python3")) {
      Path report = directory.resolve("report.txt");
      Process process;
      try {
        process =
            new ProcessBuilder(
                    interpreter, "-c", SCRIPT, found.toString(), expected.toAbsolutePath() + "")
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
      } catch (IOException e) {
        continue; // not installed
      }
      assertTrue(process.waitFor(5, TimeUnit.MINUTES), interpreter + " does not finish");
      if (process.exitValue() != NO_TORCH) {
        return Files.readString(report, UTF_8);
      }
    }
    return fail("found no python3 with torch; install Debian's python3-torch");
  }
}
