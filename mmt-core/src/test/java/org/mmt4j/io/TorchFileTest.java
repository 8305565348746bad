package org.mmt4j.io;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TorchFileTest {

  @TempDir private Path directory;

  private Object read(byte[] bytes) throws IOException {
    return TorchFile.read(Files.write(directory.resolve("small.pth"), bytes));
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
  void rejectsUnknownClasses() throws IOException {
    assertRejected("found os system, expected one of", "cos\nsystem\n(", text("ls"), "tR");
  }

  @Test
  void rejectsTensorsLargerThanTheirStorage() throws IOException {
    assertRejected("expected all elements inside the storage", tensor(1, 2, 3, 3, 1));
    assertRejected("expected all elements inside the storage", tensor(0, 2, 3, 4, 1));
  }

  @Test
  void rejectsTensorsMuchLargerThanTheFile() throws IOException {
    assertRejected("times the bytes of the file", tensor(0, 255, 255, 0, 0));
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
  void rejectsUnsupportedNumpyScalars() throws IOException {
    TensorFileException e =
        assertThrows(TensorFileException.class, () -> read(resource("numpy-int32.pth")));
    assertTrue(
        e.getMessage().endsWith("numpy dtype: found i4, expected f8, f4 or i8"), e.getMessage());
    assertRejected("expected f8, f4 or i8", "cnumpy\ndtype\n)R");
    String type = "cnumpy\ndtype\n" + text("f8") + "\u0089\u0088\u0087R";
    assertRejected("found NumpyType", tensor(0, 1, 1, 1, 1), type, "\u0086");
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
