package org.mmt4j.extract.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.io.DataFileException;

class OnnxModelTest {

  @TempDir Path folder;

  @Test
  void computesMatrixProduct() throws IOException {
    try (OnnxModel model = OnnxModel.open(product())) {
      assertEquals(Map.of("x", List.of(-1L, 2L)), model.inputs());
      OnnxArray y = model.run(OnnxArray.of(new float[] {1, 2, 3, 4}, 2, 2));
      assertEquals(List.of(2L, 3L), y.shape());
      assertArrayEquals(new float[] {9, 12, 15, 19, 26, 33}, y.values());
    }
  }

  @Test
  void runsIntegerInputsAndSeveralOutputs() throws IOException {
    Path file =
        new TinyNetwork()
            .reads("long", DataType.INT64, 3)
            .reads("int", DataType.INT32, 3)
            .reads("byte", DataType.UINT8, 3)
            .cast(DataType.FLOAT, "a", "long")
            .cast(DataType.FLOAT, "b", "int")
            .cast(DataType.FLOAT, "c", "byte")
            .node("Add", "ab", "a", "b")
            .node("Add", "abc", "ab", "c")
            .writes("ab", DataType.FLOAT, 3)
            .writes("abc", DataType.FLOAT, 3)
            .write(folder.resolve("integers.onnx"));
    try (OnnxModel model = OnnxModel.open(file)) {
      Map<String, OnnxArray> written =
          model.run(
              Map.of(
                  "long", OnnxArray.of(new float[] {1, -2, 3}, 3),
                  "int", OnnxArray.of(new float[] {10, 20, -30}, 3),
                  "byte", OnnxArray.of(new float[] {0, 100, 255}, 3)),
              ImmutableSet.of("ab", "abc"));
      assertArrayEquals(new float[] {11, 18, -27}, written.get("ab").values());
      assertArrayEquals(new float[] {11, 118, 228}, written.get("abc").values());
      assertFails(
          file + ": found inputs [long, int, byte] and outputs [ab, abc], expected one of each",
          () -> model.run(OnnxArray.of(new float[] {1}, 1)));
    }
  }

  /**
   * Compares all-MiniLM-L6-v2 for one word with the vector of [CLS] in the golden data of mmt-text,
   * computed in float64.
   */
  @Test
  void runsRealNetwork() throws IOException {
    Path file = folder.resolve("minilm.onnx");
    try (InputStream in = OnnxModelTest.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    try (OnnxModel model = OnnxModel.open(file)) {
      OnnxArray ids = OnnxArray.of(new float[] {101, 5613, 102}, 1, 3); // [CLS] dancing [SEP]
      OnnxArray ones = OnnxArray.of(new float[] {1, 1, 1}, 1, 3);
      OnnxArray zeros = OnnxArray.of(new float[3], 1, 3);
      String output = model.outputs().iterator().next();
      OnnxArray hidden =
          model
              .run(
                  Map.of("input_ids", ids, "attention_mask", ones, "token_type_ids", zeros),
                  ImmutableSet.of(output))
              .get(output);
      assertEquals(List.of(1L, 3L, 384L), hidden.shape());
      assertArrayEquals(
          new float[] {-0.142303f, -0.541395f, 0.106322f, -0.134818f, -0.158625f},
          Arrays.copyOf(hidden.values(), 5),
          1e-5f);
    }
  }

  @Test
  void rejectsWrongShapes() throws IOException {
    Path file = product();
    try (OnnxModel model = OnnxModel.open(file)) {
      assertFails(
          file + ": input x: found shape [2, 3], expected [-1, 2] (-1 means any length)",
          () -> model.run(OnnxArray.of(new float[6], 2, 3)));
      assertFails(
          file + ": input x: found shape [2], expected [-1, 2] (-1 means any length)",
          () -> model.run(OnnxArray.of(new float[2], 2)));
    }
  }

  @Test
  void rejectsWrongNames() throws IOException {
    Path file = product();
    try (OnnxModel model = OnnxModel.open(file)) {
      OnnxArray x = OnnxArray.of(new float[2], 1, 2);
      assertFails(
          file + ": inputs: found [z], expected [x]",
          () -> model.run(Map.of("z", x), ImmutableSet.of("y")));
      assertFails(
          file + ": outputs: found [z], expected [y]",
          () -> model.run(Map.of("x", x), ImmutableSet.of("z")));
    }
  }

  @Test
  void rejectsUnsupportedTypes() throws IOException {
    Path file =
        new TinyNetwork()
            .reads("x", DataType.BOOL, 1)
            .node("Identity", "y", "x")
            .writes("y", DataType.BOOL, 1)
            .write(folder.resolve("bool.onnx"));
    try (OnnxModel model = OnnxModel.open(file)) {
      assertFails(
          file + ": input x: found type BOOL, expected FLOAT, INT64, INT32 or UINT8",
          () -> model.run(OnnxArray.of(new float[1], 1)));
    }
    Path longOutput =
        new TinyNetwork()
            .reads("x", DataType.FLOAT, 1)
            .cast(DataType.INT64, "y", "x")
            .writes("y", DataType.INT64, 1)
            .write(folder.resolve("long.onnx"));
    try (OnnxModel model = OnnxModel.open(longOutput)) {
      assertFails(
          longOutput + ": output y: found type INT64, expected FLOAT or FLOAT16",
          () -> model.run(OnnxArray.of(new float[1], 1)));
    }
  }

  @Test
  void rejectsMissingFile() {
    Path file = folder.resolve("missing.onnx");
    assertFails(
        file + ": found no such file, expected a network in ONNX format",
        () -> OnnxModel.open(file));
  }

  @Test
  void rejectsFileThatIsNotANetwork() throws IOException {
    Path file = Files.writeString(folder.resolve("text.onnx"), "This is no network.");
    Exception e = assertThrows(DataFileException.class, () -> OnnxModel.open(file));
    String message = e.getMessage();
    assertTrue(
        message.startsWith(file + ": cannot be read as a network in ONNX format: "), message);
  }

  @Test
  void rejectsRunAfterClose() throws IOException {
    Path file = product();
    OnnxModel model = OnnxModel.open(file);
    model.close();
    model.close();
    Exception e =
        assertThrows(ClosedException.class, () -> model.run(OnnxArray.of(new float[2], 1, 2)));
    assertEquals("network " + file + ": used after close", e.getMessage());
  }

  @Test
  void rejectsArrayThatDoesNotMatchItsShape() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> OnnxArray.of(new float[5], 2, 3));
    assertEquals("array of shape [2, 3]: found 5 values, expected 6", e.getMessage());
  }

  private Path product() throws IOException {
    return new TinyNetwork()
        .reads("x", DataType.FLOAT, -1, 2)
        .floats("w", List.of(2L, 3L), List.of(1f, 2f, 3f, 4f, 5f, 6f))
        .node("MatMul", "y", "x", "w")
        .writes("y", DataType.FLOAT, -1, 3)
        .write(folder.resolve("product.onnx"));
  }

  @FunctionalInterface
  private interface Action {
    void run() throws IOException;
  }

  private static void assertFails(String message, Action action) {
    Exception e = assertThrows(DataFileException.class, action::run);
    assertEquals(message, e.getMessage());
  }
}
