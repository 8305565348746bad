package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SafetensorsTest {

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("tensors.safetensors");
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE", "INT", "LONG"})
  void readsWrittenTensorsOfAnyRank(DataType type) throws IOException {
    INDArray values = Nd4j.createFromArray(-1, 2, 3, 4, 5, 6, 7, 8).castTo(type);
    ImmutableMap<String, INDArray> tensors =
        ImmutableMap.of(
            "z.four", values.reshape(1, 2, 2, 2),
            "three", values.reshape(2, 1, 4),
            "two", values.reshape(2, 4),
            "one", values,
            "scalar", Nd4j.scalar(type, -3),
            "ünï\"code\n", values);
    Safetensors.write(file, tensors);
    Map<String, INDArray> read = Safetensors.read(file);
    assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.keySet()));
    for (String name : tensors.keySet()) {
      assertEquals(type, read.get(name).dataType());
      assertArrayEquals(tensors.get(name).shape(), read.get(name).shape());
      assertEquals(tensors.get(name), read.get(name));
    }
  }

  /** Tensors of 2 GiB and more are read in pieces. */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE", "INT", "LONG"})
  void readsLargeTensorsInPieces(DataType type) throws IOException {
    INDArray values = Nd4j.arange(7 * 11).reshape(7, 11).castTo(type);
    Safetensors.write(file, ImmutableMap.of("first", values, "second", values.mul(-1)));
    Map<String, INDArray> read = Safetensors.read(file, 64);
    assertEquals(values, read.get("first"));
    assertEquals(values.mul(-1), read.get("second"));
    assertEquals(type, read.get("first").dataType());
  }

  @Test
  void writesViewsAndColumnMajorTensorsInRowMajorOrder() throws IOException {
    INDArray matrix = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});
    Safetensors.write(
        file,
        ImmutableMap.of(
            "t", matrix.transpose(), "f", matrix.dup('f'), "column", matrix.getColumn(1)));
    Map<String, INDArray> read = Safetensors.read(file);
    assertArrayEquals(new float[][] {{1, 4}, {2, 5}, {3, 6}}, read.get("t").toFloatMatrix());
    assertArrayEquals(matrix.toFloatMatrix(), read.get("f").toFloatMatrix());
    assertArrayEquals(new float[] {2, 5}, read.get("column").toFloatVector());
  }

  @Test
  void extremeValuesKeepTheirBits() throws IOException {
    double[] values = {Double.NaN, -0.0, Double.MIN_VALUE, Double.NEGATIVE_INFINITY};
    long[] whole = {Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1};
    Safetensors.write(
        file, ImmutableMap.of("d", Nd4j.createFromArray(values), "l", Nd4j.createFromArray(whole)));
    Map<String, INDArray> read = Safetensors.read(file);
    assertArrayEquals(values, read.get("d").toDoubleVector());
    assertArrayEquals(whole, read.get("l").toLongVector());
  }

  @Test
  void readsAFileWithoutTensors() throws IOException {
    Safetensors.write(file, ImmutableMap.of());
    assertEquals(ImmutableMap.of(), Safetensors.read(file));
  }

  @Test
  void writeRejectsEmptyTensorsAndUnsupportedTypes() {
    assertEquals(
        "tensor none: found shape [0, 3], expected at least one element",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Safetensors.write(
                        file, Map.of("none", Nd4j.empty(DataType.FLOAT).reshape(0, 3))))
            .getMessage());
    assertEquals(
        "type of a tensor: found BOOL, expected one of [FLOAT, DOUBLE, INT, LONG]",
        assertThrows(
                IllegalArgumentException.class,
                () -> Safetensors.write(file, Map.of("b", Nd4j.scalar(true))))
            .getMessage());
    assertEquals(ImmutableList.of(), ImmutableList.copyOf(directory.toFile().list()));
  }

  @Test
  void skipsMetadataAndUnknownFields() throws IOException {
    String entry = entry("F32", "[1]", 0, 4).replace("}", ",'other':{'x':[1]}}");
    write("{'__metadata__':{'format':'pt'},'a':" + entry + "}", 4);
    assertEquals(Set.of("a"), Safetensors.read(file).keySet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1]|U16|0|2|tensor a: found type U16, expected one of [F32, F64, I32, I64, F16, BF16]",
        "[1]|F32|0|8|tensor a: found 8 bytes for shape [1] of F32, expected 4",
        "[2]|F32|0|4|tensor a: found 4 bytes for shape [2] of F32, expected 8",
        "[0]|F32|0|0|tensor a: found 0 bytes for shape [0] of F32, expected 1",
        "[2]|F32|8|0|tensor a: found -8 bytes for shape [2] of F32, expected 8",
        "[2]|F32|-8|0|tensor a, data_offsets: found -8, expected integers from 0 to"
            + " 9223372036854775807",
        "[-2]|F32|0|8|tensor a, shape: found -2, expected integers from 0 to"
            + " 9223372036854775807",
        "[1.5]|F32|0|8|tensor a, shape: found 1.5, expected integers from 0 to"
            + " 9223372036854775807",
        "3|F32|0|8|tensor a, shape: found 3, expected a list",
        "[2]|F32|4|12|tensor a: found offset 4, expected 0",
        "[3]|F32|0|12|data: found 8 bytes, expected 12",
        "[1]|F32|0|4|data: found 8 bytes, expected 4",
        "[4294967296, 4294967296]|F32|0|8|tensor a: shape [4294967296, 4294967296] overflows",
        "[9223372036854775808]|F32|0|8|tensor a, shape: found 9223372036854775808, expected"
            + " integers from 0 to 9223372036854775807",
        "[2305843009213693953]|F64|0|8|tensor a: shape [2305843009213693953] overflows",
        "[1,1,1,1,1,1,1,1,2]|F32|0|8|tensor a, shape: found more than 8 values, expected at most"
            + " 8"
      })
  void rejectsInconsistentTensors(String shape, String type, long begin, long end, String problem)
      throws IOException {
    write("{'a':" + entry(type, shape, begin, end) + "}", 8);
    assertRejected(problem);
  }

  @Test
  void rejectsOverlapsAndGapsBetweenTensors() throws IOException {
    String first = "{'a':" + entry("F32", "[2]", 0, 8);
    write(first + ",'b':" + entry("F32", "[1]", 4, 8) + "}", 8);
    assertRejected("tensor b: found offset 4, expected 8");
    write(first + ",'b':" + entry("F32", "[1]", 12, 16) + "}", 16);
    assertRejected("tensor b: found offset 12, expected 8");
  }

  @Test
  void rejectsDuplicateNames() throws IOException {
    String entry = "'a':" + entry("F32", "[1]", 0, 4);
    write("{" + entry + "," + entry + "}", 4);
    assertRejected("header: not JSON: Duplicate field 'a'");
  }

  @Test
  void rejectsFilesTooShortForAHeader() throws IOException {
    Files.write(file, new byte[0]);
    assertRejected("found an empty file, expected a safetensors file: copy or download it again");
    Files.write(file, new byte[7]);
    assertRejected("found 7 bytes, expected at least 8 (safetensors)");
    Files.write(file, new byte[8]);
    assertRejected("header length: found 0, expected 2 to 0");
  }

  @Test
  void rejectsHeadersOverHundredMegabytes() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(8 + 100_000_001);
      sparse.write(new byte[] {0x01, (byte) 0xe1, (byte) 0xf5, 0x05}); // 100 000 001
    }
    assertRejected("header length: found 100000001, expected 2 to 100000000");
  }

  @ParameterizedTest
  @CsvSource({"-1", "9223372036854775807", "3", "100000001"})
  void rejectsImpossibleHeaderLengths(long length) throws IOException {
    Files.write(file, file(length, "{}", 0));
    assertRejected("header length: found " + length + ", expected 2 to 2");
  }

  @Test
  void rejectsHeadersThatAreNotOneJsonObject() throws IOException {
    write("[]", 0);
    assertRejected("header: found no JSON object");
    write("{}{}", 0);
    assertRejected("header: found more than one JSON object");
    write("{ ", 0);
    assertRejectedAsInvalidJson();
    write("{'a':\u0000}", 0);
    assertRejectedAsInvalidJson();
    byte[] latin = {3, 0, 0, 0, 0, 0, 0, 0, '{', (byte) 0xff, '}'};
    Files.write(file, latin);
    assertRejected("header: not UTF-8");
  }

  @Test
  void rejectsTensorsWithoutTypeShapeOrOffsets() throws IOException {
    write("{'a':3}", 0);
    assertRejected("tensor a: found 3, expected an object");
    write("{'a':{'dtype':'F32','shape':[1]}}", 4);
    assertRejected("tensor a: expected dtype, shape and two data_offsets");
    write("{'a':{'dtype':'F32','shape':[1],'data_offsets':[4]}}", 4);
    assertRejected("tensor a: expected dtype, shape and two data_offsets");
    write("{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}}", 4);
    assertRejected("tensor a, data_offsets: found more than 2 values, expected at most 2");
    write("{'a':{'dtype':'F32','shape':[1],'shape':[1],'data_offsets':[0,4]}}", 4);
    assertRejected("header: not JSON: Duplicate field 'shape'");
  }

  private void assertRejectedAsInvalidJson() {
    TensorFileException e = assertThrows(TensorFileException.class, () -> Safetensors.read(file));
    assertTrue(e.getMessage().startsWith(file + ": header: not JSON: "), e.getMessage());
  }

  @Test
  void readsHalfPrecisionAsFloat32WithoutRounding() throws IOException {
    // 1, -2, largest, smallest normal, largest and smallest subnormal, negative ones, infinities,
    // NaN
    int[] f16 = {
      0x3c00, 0xc000, 0x7bff, 0x0400, 0x03ff, 0x0001, 0x8001, 0x8000, 0x7c00, 0xfc00, 0x7e01
    };
    float[] expected = {
      1,
      -2,
      65504,
      0x1p-14f,
      1023 * 0x1p-24f,
      0x1p-24f,
      -0x1p-24f,
      -0.0f,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN
    };
    assertSameFloats(expected, readHalf("F16", f16));
    int[] bf16 = {0x3f80, 0xc000, 0x7f7f, 0x0080, 0x007f, 0x0001, 0x8000, 0x7f80, 0xff80, 0x7fc1};
    float[] expectedOfBf16 = {
      1,
      -2,
      0x1.fep127f,
      0x1p-126f,
      127 * 0x1p-133f,
      0x1p-133f,
      -0.0f,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN
    };
    assertSameFloats(expectedOfBf16, readHalf("BF16", bf16));
  }

  @Test
  void convertsEveryFiniteF16() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      if (exponent < 31) {
        double fraction = (bits & 1023) / 1024.0;
        double magnitude =
            exponent == 0 ? Math.scalb(fraction, -14) : Math.scalb(1 + fraction, exponent - 15);
        double expected = bits < 1 << 15 ? magnitude : -magnitude;
        assertEquals(expected, TensorType.ofF16((short) bits));
      }
    }
  }

  @Test
  void halfPrecisionNeedsTwoBytesPerValue() throws IOException {
    write("{'a':" + entry("BF16", "[2]", 0, 8) + "}", 8);
    assertRejected("tensor a: found 8 bytes for shape [2] of BF16, expected 4");
  }

  private INDArray readHalf(String type, int... bits) throws IOException {
    String header = "{'a':" + entry(type, "[" + bits.length + "]", 0, 2L * bits.length) + "}";
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    byte[] bytes = file(json.length, header.replace('\'', '"'), 2 * bits.length);
    ByteBuffer data =
        ByteBuffer.wrap(bytes, 8 + json.length, 2 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(bits).forEach(value -> data.putShort((short) value));
    Files.write(file, bytes);
    return Safetensors.read(file).get("a");
  }

  /** Compares bits, except the payload of NaNs. */
  private static void assertSameFloats(float[] expected, INDArray found) {
    assertEquals(DataType.FLOAT, found.dataType());
    float[] values = found.toFloatVector();
    assertEquals(expected.length, values.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(Float.floatToIntBits(expected[i]), Float.floatToIntBits(values[i]));
    }
  }

  private void assertRejected(String problem) {
    TensorFileException e = assertThrows(TensorFileException.class, () -> Safetensors.read(file));
    assertEquals(file + ": " + problem, e.getMessage());
  }

  private static String entry(String type, String shape, long begin, long end) {
    return "{'dtype':'%s','shape':%s,'data_offsets':[%d,%d]}".formatted(type, shape, begin, end);
  }

  private void write(String header, int dataLength) throws IOException {
    String json = header.replace('\'', '"');
    Files.write(file, file(json.getBytes(StandardCharsets.UTF_8).length, json, dataLength));
  }

  private static byte[] file(long headerLength, String header, int dataLength) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(new byte[8], 8 + json.length + dataLength);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(headerLength).put(json);
    return bytes;
  }
}
