package org.mmt4j.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mmt4j.io.SmallTorchFile.pickle;
import static org.mmt4j.io.SmallTorchFile.tensor;
import static org.mmt4j.io.SmallTorchFile.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TorchFileTest {

  private static final INDArray W = Nd4j.createFromArray(new float[][] {{0, 1, 2}, {3, 4, 5}});

  @TempDir private Path directory;

  private Object read(byte[] bytes) throws IOException {
    return TorchFile.read(Files.write(directory.resolve("small.pth"), bytes));
  }

  /** Checks the value of the operations in a list after {@link #W}. */
  private void assertValue(List<?> expected, String... operations) throws IOException {
    byte[] pickle = pickle("](", tensor(0, 2, 3, 3, 1), String.join("", operations), "e");
    assertEquals(expected, read(SmallTorchFile.zip(pickle)));
    assertEquals(expected, read(SmallTorchFile.legacy(pickle)));
  }

  private void assertRejected(String expected, String... operations) throws IOException {
    for (byte[] bytes :
        List.of(
            SmallTorchFile.zip(pickle(operations)), SmallTorchFile.legacy(pickle(operations)))) {
      TensorFileException e = assertThrows(TensorFileException.class, () -> read(bytes));
      assertTrue(e.getMessage().contains(expected), e.getMessage());
    }
  }

  @Test
  void readsTheSameValueFromBothContainers() throws IOException {
    for (byte[] bytes :
        List.of(
            SmallTorchFile.zip(SmallTorchFile.value()),
            SmallTorchFile.legacy(SmallTorchFile.value()))) {
      Map<?, ?> value = (Map<?, ?>) read(bytes);
      assertEquals(List.of("name", "w", "t", "o"), List.copyOf(value.keySet()));
      assertEquals(7L, value.get("name"));
      assertEquals(Nd4j.createFromArray(new float[][] {{0, 1, 2}, {3, 4, 5}}), value.get("w"));
      assertEquals(Nd4j.createFromArray(new float[][] {{0, 3}, {1, 4}, {2, 5}}), value.get("t"));
      assertEquals(Map.of("x", List.of(1.5, Optional.empty())), value.get("o"));
    }
  }

  @Test
  void callsOfUnknownFunctionsAreObjectsWithoutAttributes() throws IOException {
    assertValue(List.of(W, Map.of()), "cos\nsystem\n(", text("ls"), "tR");
  }

  @Test
  void objectsOfUnknownClassesAreTheirAttributesAndEntries() throws IOException {
    String state = "}" + text("_config") + "K\7sb";
    assertValue(List.of(W, Map.of("_config", 7L)), "cutils.parse\nConfigParser\n)\u0081" + state);
    assertValue( // with slots
        List.of(W, Map.of("a", 1L)), "cm\nC\n)\u0081}", text("a"), "K\1s}\u0086b");
    assertValue( // a subclass of dict
        List.of(W, Map.of("a", 1L)), "ceasydict\nEasyDict\n)\u0081", text("a"), "K\1s");
    assertValue(List.of(W, List.of(1L)), "cm\nMyList\n)\u0081K\1a");
    assertValue(List.of(W, Map.of()), "cm\nC\n)\u0081(K\1K\2tb"); // a state of its own
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pathlib\nPosixPath",
        "pathlib\nWindowsPath",
        "pathlib\nPureWindowsPath",
        "pathlib._local\nPosixPath",
        "pathlib._local\nWindowsPath"
      })
  void pathsAreTheirParts(String type) throws IOException {
    assertValue(
        List.of(W, List.of("C:\\", "a")), "c" + type + "\n(" + text("C:\\") + text("a") + "tR");
  }

  @Test
  void classesAndValuesOfOtherTypesAreText() throws IOException {
    assertValue(List.of(W, "<torch float32>"), "ctorch\nfloat32\n");
    assertValue(List.of(W, "<numpy dtype M8>"), "cnumpy\ndtype\n(", text("M8"), "\u0089\u0088tR");
    assertEquals(
        List.of("<tensor of ByteStorage>"),
        read(
            SmallTorchFile.zip(
                pickle(
                    "](ctorch._utils\n_rebuild_tensor_v2\n(",
                    SmallTorchFile.arguments("torch\nByteStorage", 24, 0, 1, 1, 1, 1),
                    "tRe"))));
  }

  @Test
  void setsAndEntriesWithUnusualKeysDoNotMatter() throws IOException {
    assertValue(List.of(W, List.of(3L)), "c__builtin__\nset\n](K\3e\u0085R");
    assertValue(List.of(W, Map.of(true, 2L)), "}(K\1K\2\u0086N\u0088K\2u");
  }

  @Test
  void tensorsInParametersWithAttributesAreRead() throws IOException {
    String function = "ctorch._utils\n_rebuild_tensor_v2\n";
    String arguments = SmallTorchFile.arguments("torch\nFloatStorage", 6, 0, 2, 3, 3, 1);
    for (String parameter :
        List.of(
            "ctorch._utils\n_rebuild_parameter\n(" + function + "(" + arguments + "tR\u0088NtR",
            "ctorch._utils\n_rebuild_parameter_with_state\n("
                + (function + "(" + arguments + "tR\u0088N}tR"),
            "ctorch._tensor\n_rebuild_from_type_v2\n("
                + (function + "ctorch\nTensor\n(" + arguments + "t}tR"))) {
      assertValue(List.of(W, W), parameter);
    }
  }

  @Test
  void expandedTensorsOfASmallFileAreRead() throws IOException {
    assertEquals(
        Nd4j.ones(DataType.FLOAT, 500, 400),
        read(SmallTorchFile.zip(pickle(tensor(1, 500, 400, 0, 0)))));
  }

  @Test
  void emptyTensorsAreRead() throws IOException {
    INDArray empty = (INDArray) read(SmallTorchFile.zip(pickle(tensor(0, 0, 3, 3, 1))));
    assertArrayEquals(new long[] {0, 3}, empty.shape());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void laterProtocolsAreRead(int protocol) throws IOException {
    byte[] pickle =
        pickle(
            "\u0095\0\0\0\0\0\0\0\0}\u0094(\u008c\1w\u0094",
            tensor(0, 2, 3, 3, 1),
            "\u008c\1s\u008f(K\1\u0090\u008c\1p\u008c\16pathlib._local\u008c\11PosixPath",
            "\u0093\u008c\1a\u0085R\u008c\1o\u008c\1m\u008c\1C\u0093)}\u0092u");
    pickle[1] = (byte) protocol;
    for (byte[] bytes : List.of(SmallTorchFile.zip(pickle), SmallTorchFile.legacy(pickle))) {
      assertEquals(Map.of("w", W, "s", List.of(1L), "p", List.of("a"), "o", Map.of()), read(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "other/", "a/b/", "a\\"})
  void filesThatWereZippedAgainAreRead(String folder) throws IOException {
    for (int method : new int[] {ZipEntry.STORED, ZipEntry.DEFLATED}) {
      Map<?, ?> value =
          (Map<?, ?>) read(SmallTorchFile.zip(folder, SmallTorchFile.value(), method));
      assertEquals(W, value.get("w"));
    }
  }

  @Test
  void otherFilesInTheZipDoNotMatter() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("__MACOSX/a/data.pkl", new byte[1]);
    entries.put("a/.DS_Store", new byte[1]);
    entries.put("a/byteorder", "little\n".getBytes(UTF_8));
    entries.put("a/data/0", SmallTorchFile.STORAGE);
    entries.put("a/data.pkl", SmallTorchFile.value());
    Map<?, ?> value = (Map<?, ?>) read(SmallTorchFile.zip(ZipEntry.DEFLATED, entries));
    assertEquals(W, value.get("w"));
  }

  @Test
  void rejectsArchivesOfOtherFiles() throws IOException {
    byte[] zip = SmallTorchFile.zip(ZipEntry.STORED, Map.of("trained_model.pth", new byte[9]));
    assertEquals(
        "zip container: found 0 entries data.pkl among 1 (trained_model.pth), expected 1 as"
            + " torch.save writes it; if the file is an archive of checkpoints, unpack it",
        assertThrows(TensorFileException.class, () -> read(zip)).problem());
  }

  @Test
  void rejectsTruncatedZipContainers() throws IOException {
    byte[] zip = SmallTorchFile.zip(SmallTorchFile.value());
    TensorFileException e =
        assertThrows(TensorFileException.class, () -> read(Arrays.copyOf(zip, zip.length / 2)));
    assertTrue(
        e.getMessage().endsWith("; the file is incomplete or damaged, copy or download it again"),
        e.getMessage());
  }

  @Test
  void rejectsZipBombsBeforeTheyAreInflated() throws IOException {
    byte[] pickle = new byte[(1 << 24) + 1];
    TensorFileException e =
        assertThrows(
            TensorFileException.class,
            () -> read(SmallTorchFile.zip("a/", pickle, ZipEntry.DEFLATED)));
    assertEquals("entry a/data.pkl: found 16777217 bytes, expected at most 16777216", e.problem());
    byte[] storage =
        SmallTorchFile.zip(
            ZipEntry.DEFLATED,
            Map.of("a/data.pkl", SmallTorchFile.value(), "a/data/0", new byte[1 << 20]));
    e = assertThrows(TensorFileException.class, () -> read(storage));
    assertEquals("entry a/data/0: found 1048576 bytes, expected at most 24", e.problem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"module.", "_orig_mod.", "module._orig_mod."})
  void stateDictsHaveNoNamesOfWrappers(String prefix) throws IOException {
    byte[] pickle =
        pickle(
            "}(",
            text(prefix + "a.w"),
            tensor(0, 2, 3, 3, 1),
            text("b._extra_state"),
            "N",
            text("b._orig_mod.w"),
            tensor(0, 2, 3, 3, 1),
            "u");
    assertEquals(Map.of("a.w", W, "b.w", W), stateDict(pickle));
    TensorFileException e =
        assertThrows(
            TensorFileException.class,
            () ->
                stateDict(
                    pickle(
                        "}(",
                        text("w"),
                        tensor(0, 2, 3, 3, 1),
                        text("module.w"),
                        tensor(0, 2, 3, 3, 1),
                        "u")));
    assertTrue(e.getMessage().endsWith("stored as module.w, expected one tensor"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_dict", "model_state_dict", "model"})
  void stateDictsOfTrainersAreFound(String key) throws IOException {
    String stateDict = text(key) + "}" + text("w") + tensor(0, 2, 3, 3, 1) + "s";
    assertEquals(Map.of("w", W), stateDict(pickle("}(", text("epoch"), "K\1", stateDict, "u")));
  }

  @Test
  void modulesThatWereSavedWholeAreStateDicts() throws IOException {
    String w = text("w") + tensor(0, 2, 3, 3, 1);
    String inner =
        "cm\nLinear\n)\u0081}("
            + (text("_parameters") + "}(" + w + text("bias") + "Nu")
            + (text("_buffers") + "}" + text("_modules") + "}ub");
    assertEquals(
        Map.of("fc.w", W, "count", W),
        stateDict(
            pickle(
                "cm\nNet\n)\u0081}(",
                (text("_parameters") + "}" + text("_buffers") + "}"),
                (text("count") + tensor(0, 2, 3, 3, 1) + "s"),
                (text("_modules") + "}" + text("fc") + inner + "sub"))));
  }

  private Map<String, INDArray> stateDict(byte[] pickle) throws IOException {
    return TorchFile.readStateDict(
        Files.write(directory.resolve("a.bin"), SmallTorchFile.zip(pickle)));
  }

  @Test
  void rejectsTensorsLargerThanTheirStorage() throws IOException {
    assertRejected("expected all elements inside the storage", tensor(1, 2, 3, 3, 1));
    assertRejected("expected all elements inside the storage", tensor(0, 2, 3, 4, 1));
  }

  @Test
  void rejectsTensorsMuchLargerThanTheFile() throws IOException {
    assertRejected("times the bytes of the file, or of 1 MiB", tensor(0, 2000, 2000, 0, 0));
  }

  @Test
  void rejectsCycles() throws IOException {
    assertRejected("contains itself", tensor(0, 1, 1, 1, 1), "]q\0h\0a\u0086");
  }

  @Test
  void rejectsDeepNesting() throws IOException {
    assertRejected("at most 64 levels", tensor(0, 1, 1, 1, 1), "\u0085".repeat(100_000));
  }

  @Test
  void rejectsDeepNestingThroughTheMemo() throws IOException {
    StringBuilder lists = new StringBuilder("](]q\0");
    for (int i = 0; i < 100; i++) {
      lists.append("](h\0eq\0");
    }
    assertRejected("at most 64 levels", tensor(0, 1, 1, 1, 1), lists + "e\u0086");
  }

  @Test
  void rejectsDeclaredLengthsBeyondTheFile() throws IOException {
    assertRejected("expected 4294967295 more", "X\u00ff\u00ff\u00ff\u00ffab");
  }

  @Test
  void rejectsUnknownMemoIndices() throws IOException {
    assertRejected("found memo index 4294967295", "j\u00ff\u00ff\u00ff\u00ff");
  }

  @Test
  void rejectsPicklesWithTooManyOperations() throws IOException {
    assertRejected("at most 1000000 operations", "N".repeat(1_000_001));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = TorchFileTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  /** half.pth: written by PyTorch 1.13. */
  @Test
  void readsHalfPrecisionAsFloat32WithoutRounding() throws IOException {
    Path file = Files.write(directory.resolve("half.pth"), resource("half.pth"));
    Map<String, INDArray> tensors = TorchFile.readStateDict(file);
    assertEquals(List.of("half", "bfloat16"), List.copyOf(tensors.keySet()));
    assertEquals(DataType.FLOAT, tensors.get("half").dataType());
    assertArrayEquals(
        new float[] {1, -2, 65504, 0x1p-24f, Float.NEGATIVE_INFINITY},
        tensors.get("half").toFloatVector());
    assertArrayEquals(
        new float[][] {{1, -2}, {0x1p-133f, Float.POSITIVE_INFINITY}},
        tensors.get("bfloat16").toFloatMatrix());
  }

  @Test
  void readStateDictRejectsOtherValues() throws IOException {
    Path file = Files.write(directory.resolve("a.pth"), SmallTorchFile.zip(SmallTorchFile.value()));
    TensorFileException e =
        assertThrows(TensorFileException.class, () -> TorchFile.readStateDict(file));
    assertEquals(file + ": state dict.name: found 7, expected a tensor", e.getMessage());
  }

  /** numpy.pth: written by PyTorch 1.13 with numpy 1.24; numpy2.pkl: by numpy 2.4. */
  @Test
  void readsNumpyScalars() throws IOException {
    Map<String, Object> expected =
        Map.of("monitor_best", 0.1, "f", (double) 0.1f, "i", -7L, "again", -2.5);
    assertEquals(expected, read(resource("numpy.pth")));
    assertEquals(expected, read(SmallTorchFile.zip(resource("numpy2.pkl"))));
  }

  @Test
  void readsNumpyScalarsOfOtherTypes() throws IOException {
    assertTrue(((Map<?, ?>) read(resource("numpy-int32.pth"))).containsValue(1L));
    String type = "(" + text("b1") + "\u0089\u0088tR(K\3" + text("|") + "NNNtb";
    assertValue(
        List.of(W, true), "cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n", type, "C\1\1tR");
    assertValue(
        List.of(W, "<numpy dtype U3>"),
        "cnumpy._core.multiarray\nscalar\n(cnumpy\ndtype\n(",
        text("U3"),
        "\u0089\u0088tRC\0tR");
  }

  @Test
  void rejectsDamagedNumpyScalars() throws IOException {
    String type = "cnumpy\ndtype\n" + text("f8") + "\u0089\u0088\u0087R";
    assertRejected("expected little-endian values", type, "(K\3", text(">"), "tb");
    assertRejected("expected little-endian values", type, "}b");
    String scalar = "cnumpy.core.multiarray\nscalar\n" + type;
    String bytes = "c_codecs\nencode\n" + text("1234567") + text("latin1") + "\u0086R";
    assertRejected("expected a dtype and a value of its size", scalar, bytes, "\u0086R");
    assertRejected("expected a dtype and a value of its size", scalar, text("12345678"), "\u0086R");
    assertRejected(
        "expected a string of bytes and latin1",
        "c_codecs\nencode\n",
        text("1234567"),
        text("rot13"),
        "\u0086R");
  }
}
